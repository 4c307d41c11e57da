import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";

/** Where the edits are, in the words that the top bar shows. */
export type SaveState =
  | { kind: "saved" }
  /** Edits are in this tab and in its journal; they are on their way or will be within a second. */
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "conflict"; theirs: Theirs; nodeIds: string[] }
  /** The server refuses the edits; trying again does not help. */
  | { kind: "refused"; message: string };

/** What others saved in the meantime. */
export interface Theirs {
  document: FlowDocument;
  rev: number;
  operations: FlowOperation[];
  /** Who made the last of them. */
  by: string | null;
}

/** `theirs` of a saved answer: what others saved before, on top of which the server put these edits silently. */
export type SaveAnswer = { kind: "saved"; rev: number; theirs: Theirs | null } | { kind: "stale"; theirs: Theirs };
