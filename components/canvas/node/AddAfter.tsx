"use client";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { IconPlus } from "../../ui/icons.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";
import { portTop } from "./Ports.tsx";

/** The + behind an output that leads nowhere: the next node, placed and wired. */
export function AddAfter({ node, type }: { node: FlowNode; type: NodeType }) {
  const store = useCanvasStore();
  const used = useCanvas((state) =>
    state.document.edges
      .filter((edge) => edge.from.node === node.id)
      .map((edge) => edge.from.port)
      .join(" "),
  );
  const free = type.outputs.filter((port) => port.kind === "data" && !used.split(" ").includes(port.id));
  return free.map((port) => (
    <button
      key={port.id}
      type="button"
      aria-label={`Add a node after ${node.label}${free.length > 1 ? ` (${port.title})` : ""}`}
      onClick={(event) => {
        event.stopPropagation();
        store.getState().patch({ palette: { kind: "after", from: { node: node.id, port: port.id } } });
      }}
      style={{ top: portTop(type.outputs, port) - 12 }}
      className="nodrag nopan absolute -right-10 flex size-6 items-center justify-center rounded-control border border-line-strong bg-surface text-ink-2 opacity-70 transition hover:border-accent hover:text-accent hover:opacity-100 focus-visible:opacity-100"
    >
      <span aria-hidden className="absolute right-full h-px w-2.5 bg-line-strong" />
      <IconPlus aria-hidden size={14} />
    </button>
  ));
}
