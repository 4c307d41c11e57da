"use client";
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import type { FlowNote } from "#nodes/_core/flow/flow.ts";
import { cx } from "../../ui/cx.ts";
import { type NoteNode, noteIdOf } from "../to-xyflow.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

const tints: Record<FlowNote["tint"], string> = {
  plain: "bg-surface border-line",
  yellow: "bg-warn-soft border-warn/30",
  green: "bg-ok-soft border-ok/30",
  blue: "bg-info-soft border-info/30",
  red: "bg-bad-soft border-bad/30",
  violet: "bg-sample-soft border-sample/30",
};

/** A note beside the flow: plain text, never wired. */
export const NoteCard = memo(function NoteCard({ id, selected }: NodeProps<NoteNode>) {
  const noteId = noteIdOf(id) ?? "";
  const store = useCanvasStore();
  const note = useCanvas((state) => state.document.notes.find((candidate) => candidate.id === noteId));
  const readOnly = useCanvas((state) => state.readOnly);
  if (!note) return null;
  return (
    <div className={cx("size-full rounded-tile border p-2", tints[note.tint], selected && "ring-2 ring-accent")}>
      <NodeResizer
        isVisible={selected && !readOnly}
        minWidth={120}
        minHeight={48}
        lineClassName="border-accent!"
        handleClassName="size-2! rounded-[2px]! border-accent! bg-surface!"
        onResizeEnd={(_, size) =>
          store.getState().perform({
            kind: "update-note",
            noteId,
            change: {
              position: { x: size.x, y: size.y },
              size: { width: Math.round(size.width), height: Math.round(size.height) },
            },
          })
        }
      />
      <textarea
        aria-label="Note"
        value={note.text}
        readOnly={readOnly}
        placeholder="Write a note"
        maxLength={10_000}
        onChange={(event) =>
          store.getState().perform({ kind: "update-note", noteId, change: { text: event.target.value } })
        }
        className="nodrag nowheel size-full resize-none bg-transparent text-ink outline-none placeholder:text-ink-3"
      />
    </div>
  );
});
