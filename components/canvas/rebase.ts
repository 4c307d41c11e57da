import { applyOperation } from "#nodes/_core/flow/apply-operation.ts";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { conflictsBetween, nodesNamed } from "#nodes/_core/flow/touches.ts";
import type { Theirs } from "./save-state.ts";

export type Rebased =
  | { kind: "rebased"; document: FlowDocument; pending: FlowOperation[] }
  | { kind: "conflict"; nodeIds: string[] };

/** Edits that were not saved yet, put on top of what others saved. Where both touched the same, a person decides. */
export function rebase(pending: readonly FlowOperation[], theirs: Theirs): Rebased {
  const meeting = conflictsBetween(pending, theirs.operations);
  if (meeting.length > 0) return { kind: "conflict", nodeIds: nodesNamed(meeting) };
  const { document, kept } = applyFitting(theirs.document, pending);
  // Apart they are fine, together they close a loop: that is for a person, too.
  if (kept.length < pending.length) return { kind: "conflict", nodeIds: [] };
  return { kind: "rebased", document, pending: kept };
}

/** Applies what still fits and leaves out the rest: "keep mine" after others deleted what an edit was about. */
export function applyFitting(
  document: FlowDocument,
  operations: readonly FlowOperation[],
): { document: FlowDocument; kept: FlowOperation[] } {
  const kept: FlowOperation[] = [];
  let current = document;
  for (const operation of operations) {
    try {
      current = applyOperation(current, operation).document;
      kept.push(operation);
    } catch {
      // refused: its node is gone, or an equal edge is there already
    }
  }
  return { document: current, kept };
}
