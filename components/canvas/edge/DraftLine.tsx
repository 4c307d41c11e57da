import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import type { CanvasNode } from "../to-xyflow.ts";

/** The line that hangs on the pointer while somebody connects. */
export function DraftLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  });
  return (
    <path
      d={path}
      fill="none"
      strokeDasharray={connectionStatus === "valid" ? undefined : "4 4"}
      className={connectionStatus === "invalid" ? "stroke-bad stroke-2" : "stroke-accent stroke-2"}
    />
  );
}
