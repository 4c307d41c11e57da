"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { useId, useMemo, useRef, useState } from "react";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import { cx } from "../../ui/cx.ts";
import { IconSearch } from "../../ui/icons.ts";
import { Monogram } from "../../ui/Monogram.tsx";
import type { PaletteRequest } from "../canvas-store.ts";
import { addNode, addNodeAfter } from "../commands/add-node.ts";
import { spliceIntoEdge } from "../commands/splice-into-edge.ts";
import { tileName } from "../tile-name.ts";
import { nodeOf, useCanvas, useCanvasStore } from "../use-canvas.ts";
import { groupNodeTypes } from "./group-node-types.ts";

/** The picker: opened by N, by a + or by a line dropped on nothing. Arrows choose, Enter puts down, Esc leaves. */
export function Palette({ onPlaced }: { onPlaced(nodeId: string): void }) {
  const store = useCanvasStore();
  const request = useCanvas((state) => state.palette);
  return (
    <Base.Root
      open={request !== null}
      onOpenChange={(open) => {
        if (!open) store.getState().patch({ palette: null });
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-[oklch(0.2_0.02_235)]/20" />
        <Base.Popup
          aria-label="Add a node"
          className="popup fixed top-24 left-1/2 z-30 flex max-h-[min(32rem,calc(100dvh-8rem))] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col"
        >
          {request && <Picker request={request} onPlaced={onPlaced} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Picker({ request, onPlaced }: { request: PaletteRequest; onPlaced(nodeId: string): void }) {
  const store = useCanvasStore();
  const catalogue = useCanvas((state) => state.catalogue);
  const document = useCanvas((state) => state.document);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const before = beforeOf(request, document);
  const previous = before ? findNodeType(catalogue, nodeOf(document, before)?.type ?? "") : undefined;
  const groups = useMemo(
    () =>
      groupNodeTypes(catalogue.nodeTypes, text, {
        request: request.kind,
        previous,
        isEmpty: document.nodes.length === 0,
      }),
    [catalogue, text, request.kind, previous, document.nodes.length],
  );
  const flat = groups.flatMap((group) => group.types);
  const at = Math.min(active, Math.max(0, flat.length - 1));

  const put = (type: NodeType) => {
    const { connections } = store.getState();
    const added =
      request.kind === "into-edge"
        ? spliceIntoEdge(document, catalogue, type, connections, request.edgeId)
        : request.kind === "after"
          ? addNodeAfter(document, catalogue, type, connections, request.from, request.at)
          : addNode(document, type, connections, request.at);
    store.getState().patch({ palette: null });
    if (!store.getState().perform(added.operation)) return;
    store.getState().select({ nodes: [added.nodeId] });
    onPlaced(added.nodeId);
  };

  const move = (by: number) => {
    if (flat.length === 0) return;
    const next = (at + by + flat.length) % flat.length;
    setActive(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };

  return (
    <>
      <div className="flex items-center gap-2 border-b px-3">
        <IconSearch aria-hidden size={16} className="text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the picker was opened to type in
          autoFocus
          role="combobox"
          aria-label="Search nodes"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={flat[at] ? `${listId}-${at}` : undefined}
          value={text}
          placeholder="Search: deal won, create invoice, map …"
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") move(1);
            else if (event.key === "ArrowUp") move(-1);
            else if (event.key === "Enter" && flat[at]) put(flat[at]);
            else return;
            event.preventDefault();
          }}
          className="h-11 flex-1 bg-transparent text-reading outline-none placeholder:text-ink-3"
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Nodes" className="min-h-0 flex-1 overflow-auto p-1">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="px-2 pt-2 pb-1 text-meta text-ink-3">{group.title}</p>
            {group.types.map((type) => {
              const index = flat.indexOf(type);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the search box above has the focus and takes the keys
                <div
                  key={type.type}
                  id={`${listId}-${index}`}
                  data-index={index}
                  role="option"
                  aria-selected={index === at}
                  tabIndex={-1}
                  onClick={() => put(type)}
                  onPointerMove={() => setActive(index)}
                  className={cx(
                    "flex cursor-pointer items-center gap-3 rounded-control px-2 py-1.5",
                    index === at && "bg-accent-soft",
                  )}
                >
                  <Monogram name={tileName(type, type.title)} size={28} />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{type.title}</span>
                    <span className="block truncate text-meta text-ink-2">{type.summary}</span>
                  </span>
                  <span className="text-meta text-ink-3">{type.connector === "logic" ? "" : type.connectorTitle}</span>
                </div>
              );
            })}
          </div>
        ))}
        {flat.length === 0 && (
          <p className="p-6 text-center text-ink-2">Nothing here is called “{text}”. Try the vendor's name.</p>
        )}
      </div>
    </>
  );
}

function beforeOf(
  request: PaletteRequest,
  document: { edges: readonly { id: string; from: { node: string } }[] },
): string | undefined {
  if (request.kind === "after") return request.from.node;
  if (request.kind === "into-edge") return document.edges.find((edge) => edge.id === request.edgeId)?.from.node;
  return undefined;
}
