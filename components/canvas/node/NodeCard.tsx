"use client";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useShallow } from "zustand/react/shallow";
import { branchType, mapType } from "#nodes/_core/flow/expressions-of.ts";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import { literalKeys } from "#nodes/_core/flow/literal-keys.ts";
import { findNodeType, type NodeType } from "#nodes/_core/flow/node-type.ts";
import { showDuration } from "../../runs/duration.ts";
import { Chip } from "../../ui/Chip.tsx";
import { cx } from "../../ui/cx.ts";
import { IconCheck } from "../../ui/icons.ts";
import { Monogram } from "../../ui/Monogram.tsx";
import type { CanvasState } from "../canvas-store.ts";
import { targetFieldsOf } from "../target-fields.ts";
import { tileName, typeWords } from "../tile-name.ts";
import type { StepNode } from "../to-xyflow.ts";
import { nodeOf, useCanvas } from "../use-canvas.ts";
import { AddAfter } from "./AddAfter.tsx";
import { BreakerBadge } from "./BreakerBadge.tsx";
import { type CardStatus, statusOf } from "./card-status.ts";
import { Ports } from "./Ports.tsx";
import { useZoomLevel } from "./zoom-level.ts";

/** A node on the canvas: kind on the left edge, status on the right and the border. */
export const NodeCard = memo(function NodeCard({ id, selected }: NodeProps<StepNode>) {
  const { node, type, sandbox, readOnly } = useCanvas(
    useShallow((state: CanvasState) => {
      const found = nodeOf(state.document, id);
      return {
        node: found,
        type: found && findNodeType(state.catalogue, found.type),
        sandbox: state.connections.find((c) => c.id === found?.connection)?.environment === "sandbox",
        readOnly: state.readOnly,
      };
    }),
  );
  const problems = useCanvas(useShallow((state) => state.problems.filter((problem) => problem.nodeId === id)));
  const run = useCanvas((state) => state.run?.nodes[id]);
  const breaker = useCanvas((state) => state.breakers[id]);
  const level = useZoomLevel();
  if (!node) return null;
  const status = statusOf(node, problems, run, breaker);
  const small = level === "tile" || level === "dot";

  return (
    <div
      data-node-card={id}
      className={cx(
        "relative w-64 bg-surface transition-shadow",
        shape(type),
        borderOf(status),
        selected && "ring-2 ring-accent ring-offset-2 ring-offset-canvas",
        node.disabled && "hatch",
      )}
    >
      <span
        className={cx("absolute top-2.5 left-0 w-[3px] rounded-r-pill", spine(type), run ? "bottom-7.5" : "bottom-2.5")}
      />
      <div className={cx("flex h-[70px] items-center gap-3 pr-4", type?.kind === "trigger" ? "pl-4.5" : "pl-4")}>
        <Monogram name={tileName(type, node.type)} sandbox={sandbox} />
        {level !== "dot" && (
          <div className="min-w-0 flex-1">
            <p className={cx("truncate font-medium", small && "text-[22px]")}>{node.label}</p>
            {level === "full" && <Subtitle node={node} type={type} />}
          </div>
        )}
      </div>
      {run && !small && (
        <p className="figures flex h-5 items-center gap-1.5 border-t px-4 font-mono text-[11px] text-ink-3">
          {run.durationMs !== null && run.state === "done" && <IconCheck aria-hidden size={11} className="text-ok" />}
          {run.durationMs === null ? run.state : showDuration(run.durationMs)}
          {run.attempt > 1 && <span>· attempt {run.attempt}</span>}
          {run.note && <span className="truncate">· {run.note}</span>}
        </p>
      )}
      {status && !breaker && level !== "dot" && (
        <Chip
          tone={status.tone}
          icon={status.icon}
          turning={status.turning}
          className="absolute -top-2.5 right-3 outline-2 outline-surface"
        >
          {status.word}
        </Chip>
      )}
      {breaker && <BreakerBadge breaker={breaker} />}
      {type && <Ports type={type} readOnly={readOnly} nodeLabel={node.label} selected={selected ?? false} />}
      {type && !readOnly && <AddAfter node={node} type={type} />}
    </div>
  );
});

function Subtitle({ node, type }: { node: FlowNode; type: NodeType | undefined }) {
  const isMap = node.type === mapType;
  const meter = useCanvas(
    useShallow((state) => {
      if (!isMap) return null;
      const fields = targetFieldsOf(state.document, state.catalogue, node.id);
      const expression = String(nodeOf(state.document, node.id)?.config.expression ?? "");
      const keys = expression.trim() === "" ? [] : literalKeys(expression);
      if (!fields || !keys) return null;
      return { mapped: fields.filter((field) => keys.includes(field)).length, of: fields.length };
    }),
  );
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-meta text-ink-2">
      {meter && meter.of > 0 ? (
        <>
          <span className="h-1 w-14 overflow-hidden rounded-pill bg-line">
            <span className="block h-full bg-accent" style={{ width: `${(100 * meter.mapped) / meter.of}%` }} />
          </span>
          <span className="figures">
            {meter.mapped}/{meter.of} fields
          </span>
        </>
      ) : (
        <span className={cx("truncate", node.type === branchType && "font-mono")}>{subtitleOf(node, type)}</span>
      )}
    </p>
  );
}

/** What a card says under its name; a branch its condition. */
function subtitleOf(node: FlowNode, type: NodeType | undefined): string {
  if (!type) return `Unknown: ${node.type}`;
  if (node.type === branchType) return String(node.config.condition ?? "").trim() || "No condition yet";
  return typeWords(type);
}

const shape = (type: NodeType | undefined): string =>
  type?.kind === "trigger" ? "rounded-l-[20px] rounded-r-panel" : "rounded-panel";

function spine(type: NodeType | undefined): string {
  switch (type?.kind) {
    case "trigger":
      return "bg-kind-trigger";
    case "map":
      return "bg-kind-map";
    case "action":
      return "bg-kind-action";
    default:
      return "bg-kind-logic";
  }
}

function borderOf(status: CardStatus | null): string {
  switch (status?.border) {
    case "bad":
      return "border border-bad outline outline-bad";
    case "warn":
      return "border border-dashed border-warn";
    case "double":
      return "border border-transparent outline-3 outline-double -outline-offset-2 outline-warn";
    case "dotted-info":
      return "border border-dotted border-info";
    case "dotted-bad":
      return "border border-transparent outline-2 outline-dotted -outline-offset-1 outline-bad";
    case "dashed":
      return "border border-dashed border-line-strong";
    default:
      return "border border-line-strong/60";
  }
}
