"use client";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo, useRef, useState } from "react";
import { cx } from "../../ui/cx.ts";
import { IconDelete, IconPlus } from "../../ui/icons.ts";
import type { CanvasState } from "../canvas-store.ts";
import type { FlowLine } from "../to-xyflow.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";
import { backwardPath } from "./backward-path.ts";

const ringInset = 7;

/** How long the buttons stay after the pointer has left the line. */
const lingerMs = 600;

/** An edge: where it goes, what became of it in the shown run, and, near the pointer, + and bin. */
export const FlowLineView = memo(function FlowLineView(props: EdgeProps<FlowLine>) {
  const { id, sourceY, targetY, sourcePosition, targetPosition, selected, data } = props;
  // React Flow gives the outer edge of the 24 px that can be hit; the line meets the 10 px ring in its middle
  const sourceX = props.sourceX - ringInset;
  const targetX = props.targetX + ringInset;
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  const result = useCanvas((state) => resultOf(state, props.source, props.sourceHandleId ?? "", props.target));
  const [hovered, setHovered] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const [path, labelX, labelY] =
    targetX < sourceX - 16
      ? backwardPath(sourceX, sourceY, targetX, targetY)
      : getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });

  const near = () => {
    clearTimeout(timer.current);
    setHovered(true);
  };
  const far = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHovered(false), lingerMs);
  };
  const shown = !readOnly && (hovered || selected);
  const isError = data?.isError ?? false;

  return (
    <>
      <g onPointerEnter={near} onPointerLeave={far} data-edge={id}>
        <BaseEdge
          id={id}
          path={path}
          interactionWidth={40}
          className={cx(
            "transition-[stroke,stroke-width]",
            selected
              ? "stroke-accent! stroke-[2.5]!"
              : hovered
                ? "stroke-ink-2! stroke-[2.5]!"
                : result === "passed"
                  ? "stroke-ok! stroke-[1.5]!"
                  : isError
                    ? "stroke-bad! stroke-[1.5]!"
                    : "stroke-line-strong! stroke-[1.5]!",
            result === "unused" && "opacity-50",
          )}
        />
        {result === "running" && (
          <path d={path} fill="none" strokeDasharray="24 1000" className="animate-comet stroke-info stroke-[2.5]" />
        )}
      </g>
      <EdgeLabelRenderer>
        {isError && !shown && (
          <span
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            className="pointer-events-none absolute rounded-pill bg-bad-soft px-1.5 text-[11px] text-bad"
          >
            on error
          </span>
        )}
        {!readOnly && (
          // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the buttons in it visible
          <div
            onPointerEnter={near}
            onPointerLeave={far}
            onFocus={near}
            onBlur={far}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            className={cx(
              "nodrag nopan pointer-events-auto absolute flex gap-1 transition-opacity focus-within:opacity-100",
              shown ? "opacity-100" : "opacity-0",
            )}
          >
            <EdgeButton
              label={`Insert a node between ${props.source} and ${props.target}`}
              icon={IconPlus}
              onClick={() => store.getState().patch({ palette: { kind: "into-edge", edgeId: id } })}
            />
            <EdgeButton
              label={`Delete the edge between ${props.source} and ${props.target}`}
              icon={IconDelete}
              onClick={() => store.getState().perform({ kind: "remove-edge", edgeId: id })}
            />
          </div>
        )}
      </EdgeLabelRenderer>
    </>
  );
});

function EdgeButton({ label, icon: Glyph, onClick }: { label: string; icon: typeof IconPlus; onClick(): void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
      className="flex size-6 items-center justify-center rounded-control border border-line-strong bg-surface text-ink-2 hover:border-accent hover:text-accent"
    >
      <Glyph aria-hidden size={14} />
    </button>
  );
}

/** What became of an edge in the run that is shown. */
function resultOf(
  state: CanvasState,
  source: string,
  port: string,
  target: string,
): "passed" | "unused" | "running" | null {
  const from = state.run?.nodes[source];
  if (!state.run || !from) return null;
  if (from.port === port) {
    const to = state.run.nodes[target];
    return to?.state === "running" || to?.state === "retrying" ? "running" : "passed";
  }
  return from.state === "done" || from.state === "failed" ? "unused" : null;
}
