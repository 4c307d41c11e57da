"use client";
import { useState } from "react";
import { branchType, mapType } from "#nodes/_core/flow/expressions-of.ts";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import { findNodeType, type NodeType } from "#nodes/_core/flow/node-type.ts";
import { FaultNote } from "../../runs/FaultNote.tsx";
import type { RunDetailView } from "../../runs/run-view.ts";
import { StateChip } from "../../runs/StateChip.tsx";
import { EffectChip, Payload } from "../../runs/Timeline.tsx";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { IconClose, IconDelete, IconDisabled, IconEdit, IconFailed, IconWarning } from "../../ui/icons.ts";
import { Marked } from "../../ui/Marked.tsx";
import { Monogram } from "../../ui/Monogram.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { deleteSelection } from "../commands/delete-selection.ts";
import { tileName, typeWords } from "../tile-name.ts";
import { nodeOf, useCanvas, useCanvasStore } from "../use-canvas.ts";
import { ConfigFields } from "./ConfigFields.tsx";
import { ConnectionField } from "./ConnectionField.tsx";
import { ExpressionField } from "./ExpressionField.tsx";
import { PolicyFields } from "./PolicyFields.tsx";

/** The panel beside the canvas: everything about the one selected node. Every node has the same parts in it. */
export function Inspector({ run }: { run: RunDetailView | null }) {
  const store = useCanvasStore();
  const selected = useCanvas((state) => (state.selection.nodes.length === 1 ? state.selection.nodes[0] : undefined));
  const open = useCanvas((state) => state.inspectorOpen);
  const node = useCanvas((state) => (selected === undefined ? undefined : nodeOf(state.document, selected)));
  const type = useCanvas((state) => (node ? findNodeType(state.catalogue, node.type) : undefined));
  const readOnly = useCanvas((state) => state.readOnly);
  if (!node || !open) return null;

  const remove = () => {
    const { document, catalogue, perform } = store.getState();
    perform(deleteSelection(document, catalogue, { nodes: [node.id], edges: [], notes: [] }));
  };

  return (
    <aside
      aria-label={`Node ${node.label}`}
      className="absolute inset-y-0 right-0 z-20 flex w-[min(420px,100%)] flex-col border-l bg-surface"
    >
      <header className="flex items-start gap-3 border-b p-4">
        <Monogram name={tileName(type, node.type)} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-reading font-bold">{node.label}</h2>
          <p className="truncate text-meta text-ink-2">{type ? typeWords(type) : node.type}</p>
        </div>
        {!readOnly && (
          <>
            <IconButton
              label={node.disabled ? "Enable" : "Disable"}
              keys="D"
              icon={IconDisabled}
              pressed={node.disabled ?? false}
              onClick={() =>
                store.getState().perform({
                  kind: "configure-node",
                  nodeId: node.id,
                  change: { disabled: node.disabled ? null : true },
                })
              }
            />
            <IconButton label="Delete" keys="Del" icon={IconDelete} onClick={remove} />
          </>
        )}
        <IconButton
          label="Close"
          keys="Esc"
          icon={IconClose}
          onClick={() => store.getState().patch({ inspectorOpen: false })}
        />
      </header>
      <InspectorBody key={node.id} node={node} type={type} run={run} />
    </aside>
  );
}

function InspectorBody({ node, type, run }: { node: FlowNode; type: NodeType | undefined; run: RunDetailView | null }) {
  const step = run?.steps.find((candidate) => candidate.nodeId === node.id);
  const [tab, setTab] = useState("settings");
  const settings = <Settings node={node} type={type} />;
  if (!step) return <div className="min-h-0 flex-1 overflow-auto p-4">{settings}</div>;
  return (
    <Tabs
      label="Node"
      value={tab}
      onChange={setTab}
      className="flex min-h-0 flex-1 flex-col [&>[role=tabpanel]]:min-h-0 [&>[role=tabpanel]]:flex-1 [&>[role=tabpanel]]:overflow-auto [&>[role=tabpanel]]:p-4"
      tabs={[
        { id: "settings", title: "Settings", content: settings },
        {
          id: "run",
          title: "This run",
          content: (
            <div className="flex flex-col gap-4">
              <p className="flex flex-wrap items-center gap-2">
                <StateChip state={step.state} />
                {step.effect && <EffectChip effect={step.effect} />}
              </p>
              {step.fault && <FaultNote fault={step.fault} />}
              {step.note && <p className="text-ink-2">{step.note}</p>}
              <Payload title="Input" value={step.input} />
              <Payload title="Output" value={step.output} />
            </div>
          ),
        },
      ]}
    />
  );
}

function Settings({ node, type }: { node: FlowNode; type: NodeType | undefined }) {
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  const [name, setName] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <NodeProblems nodeId={node.id} />
      {type?.summary && <p className="text-ink-2">{type.summary}</p>}
      <TextField
        label="Name"
        aside={<span className="font-mono">{node.id}</span>}
        data-node-name=""
        value={name ?? node.label}
        maxLength={120}
        disabled={readOnly}
        onBlur={() => setName(null)}
        onChange={(event) => {
          setName(event.target.value);
          const label = event.target.value.trim();
          if (label !== "") store.getState().perform({ kind: "configure-node", nodeId: node.id, change: { label } });
        }}
      />
      {type?.needsConnection && <ConnectionField node={node} type={type} />}
      {node.type === mapType && (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">Mapping</h3>
          <pre className="max-h-48 overflow-hidden rounded-tile border bg-canvas px-3 py-2 text-meta whitespace-pre-wrap">
            {String(node.config.expression ?? "") || "Nothing mapped yet."}
          </pre>
          <Button
            look="primary"
            icon={IconEdit}
            className="self-start"
            onClick={() => store.getState().patch({ mapping: node.id })}
          >
            Open the mapping
          </Button>
        </div>
      )}
      {node.type === branchType && (
        <ExpressionField
          node={node}
          label="Condition"
          required
          value={String(node.config.condition ?? "")}
          hint="JSONata over the input. True leaves by the upper port, everything else by the lower."
          toChange={(text) => ({ config: { set: { condition: text }, unset: [] } })}
        />
      )}
      {type && node.type !== mapType && node.type !== branchType && <ConfigFields node={node} type={type} />}
      {type && type.effect !== null && type.effect !== "read" && (
        <>
          <ExpressionField
            node={node}
            label="Idempotency key"
            value={node.idempotency ?? ""}
            hint="What this effect stands for, as JSONata over the input: the same key never gives a second one. Empty: one effect per event."
            toChange={(text) => ({ idempotency: text.trim() === "" ? null : text })}
          />
          {type.guarantee && <p className="rounded-tile border bg-canvas px-3 py-2 text-ink-2">{type.guarantee}</p>}
        </>
      )}
      {type && type.kind === "action" && <PolicyFields node={node} />}
    </div>
  );
}

function NodeProblems({ nodeId }: { nodeId: string }) {
  const problems = useCanvas((state) => state.problems);
  const own = problems.filter((problem) => problem.nodeId === nodeId);
  if (own.length === 0) return null;
  return (
    <ul aria-label="Problems of this node" className="flex flex-col gap-2">
      {own.map((problem) => (
        <li key={`${problem.code}-${problem.field}-${problem.message}`} className="flex items-start gap-2">
          {problem.severity === "error" ? (
            <IconFailed aria-label="Error" size={14} className="mt-1 shrink-0 text-bad" />
          ) : (
            <IconWarning aria-label="Warning" size={14} className="mt-1 shrink-0 text-warn" />
          )}
          <span>
            <Marked text={problem.message} />{" "}
            <span className="text-ink-2">
              <Marked text={problem.fix} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
