import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { gridStep } from "./place-node.ts";

/** Moves the selection by steps of the grid; the keyboard's way to drag. */
export function nudgeNodes(
  document: FlowDocument,
  ids: readonly string[],
  by: { x: number; y: number },
): FlowOperation | null {
  const moves = document.nodes
    .filter((node) => ids.includes(node.id))
    .map((node) => ({
      nodeId: node.id,
      position: { x: node.position.x + by.x * gridStep, y: node.position.y + by.y * gridStep },
    }));
  return moves.length === 0 ? null : { kind: "move-nodes", moves };
}
