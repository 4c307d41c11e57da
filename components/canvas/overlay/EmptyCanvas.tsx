"use client";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconPlus } from "../../ui/icons.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

export function EmptyCanvas() {
  const store = useCanvasStore();
  const empty = useCanvas((state) => state.document.nodes.length === 0);
  const readOnly = useCanvas((state) => state.readOnly);
  if (!empty) return null;
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center">
      <div className="pointer-events-auto">
        <EmptyState
          title="What starts this flow?"
          actions={
            !readOnly && (
              <Button
                look="primary"
                icon={IconPlus}
                onClick={() => store.getState().patch({ palette: { kind: "anywhere", at: { x: 0, y: 0 } } })}
              >
                Add a trigger
              </Button>
            )
          }
        >
          A trigger waits for something to happen at a vendor: a deal is won, an invoice is paid.
        </EmptyState>
      </div>
    </div>
  );
}
