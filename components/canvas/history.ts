import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { mergeOperations } from "./merge-operations.ts";

/** One step of undo: a gesture, or a burst of typing into one field. */
export interface HistoryEntry {
  operation: FlowOperation;
  inverse: FlowOperation;
  label: string;
  /** When it was made, in milliseconds. */
  at: number;
}

export interface History {
  past: readonly HistoryEntry[];
  future: readonly HistoryEntry[];
}

export const emptyHistory: History = { past: [], future: [] };

/** More are forgotten from the far end. */
export const historyLimit = 500;
/** Typing within this time of the last letter belongs to the same step. */
export const typingPauseMs = 800;

/** Records a gesture. What was undone before can no longer be redone. */
export function record(history: History, entry: HistoryEntry): History {
  const last = history.past.at(-1);
  const merged = last && entry.at - last.at <= typingPauseMs ? mergeOperations(last.operation, entry.operation) : null;
  if (last && merged) {
    const joined: HistoryEntry = { operation: merged, inverse: last.inverse, label: last.label, at: entry.at };
    return { past: [...history.past.slice(0, -1), joined], future: [] };
  }
  return { past: [...history.past, entry].slice(-historyLimit), future: [] };
}
