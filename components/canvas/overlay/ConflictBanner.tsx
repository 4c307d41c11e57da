"use client";
import type { ReactNode } from "react";
import { Button } from "../../ui/Button.tsx";
import { IconWarning } from "../../ui/icons.ts";
import { nodeOf, useCanvas, useCanvasStore } from "../use-canvas.ts";

/** Others changed the same nodes. Not a wall: one may go on drawing and decide later. */
export function ConflictBanner() {
  const store = useCanvasStore();
  const save = useCanvas((state) => state.save);
  const document = useCanvas((state) => state.document);
  if (save.kind === "refused")
    return (
      <Banner>
        <p className="flex-1">
          The server did not take the last edits: {save.message} Undo them, or reload the page to start from what is
          saved.
        </p>
        <Button size="compact" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </Banner>
    );
  if (save.kind !== "conflict") return null;
  const names = save.nodeIds.map((id) => nodeOf(document, id)?.label ?? id);
  return (
    <Banner>
      <p className="flex-1">
        {save.theirs.by ?? "Somebody else"} changed {names.length > 0 ? names.join(", ") : "the same part of the flow"}{" "}
        in the meantime.
      </p>
      <Button size="compact" onClick={() => store.getState().keepMine()}>
        Keep mine
      </Button>
      <Button size="compact" onClick={() => store.getState().takeTheirs()}>
        Take theirs
      </Button>
    </Banner>
  );
}

const Banner = ({ children }: { children: ReactNode }) => (
  <div
    role="alert"
    className="absolute top-3 left-1/2 z-10 flex w-[min(44rem,calc(100%-2rem))] -translate-x-1/2 items-center gap-2 rounded-panel border border-warn/50 bg-warn-soft px-3 py-2"
  >
    <IconWarning aria-hidden size={16} className="shrink-0 text-warn" />
    {children}
  </div>
);
