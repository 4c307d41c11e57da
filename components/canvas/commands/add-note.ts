import type { FlowDocument, Position } from "#nodes/_core/flow/flow.ts";
import { noteIdFor } from "#nodes/_core/flow/ids.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";

export function addNote(document: FlowDocument, position: Position): { operation: FlowOperation; noteId: string } {
  const id = noteIdFor(document);
  return {
    noteId: id,
    operation: {
      kind: "add-note",
      note: { id, text: "", position, size: { width: 240, height: 112 }, tint: "yellow" },
    },
  };
}
