"use client";
import { IconButton } from "../../ui/IconButton.tsx";
import {
  IconDock,
  IconFit,
  IconKeys,
  IconNote,
  IconPlus,
  IconRedo,
  IconUndo,
  IconZoomIn,
  IconZoomOut,
} from "../../ui/icons.ts";
import { type Command, keysOf } from "../keymap.ts";
import { isMac } from "../platform.ts";
import { useCanvas } from "../use-canvas.ts";

/** The tools that stand on the board itself: what is not worth a place in the top bar. */
export function CanvasTools({ command }: { command(command: Command): void }) {
  const mac = isMac();
  const readOnly = useCanvas((state) => state.readOnly);
  const undo = useCanvas((state) => state.history.past.at(-1)?.label);
  const redo = useCanvas((state) => state.history.future.at(-1)?.label);
  const dockOpen = useCanvas((state) => state.dockOpen);
  const keys = (name: Command) => keysOf(name, mac);
  return (
    <div
      role="toolbar"
      aria-label="Canvas"
      className="absolute bottom-3 left-3 z-10 flex items-center gap-0.5 rounded-panel border bg-surface p-1"
    >
      {!readOnly && (
        <>
          <IconButton label="Add a node" keys={keys("add")} icon={IconPlus} onClick={() => command("add")} />
          <IconButton label="Add a note" keys={keys("note")} icon={IconNote} onClick={() => command("note")} />
          <Divider />
          <IconButton
            label={undo ? `Undo ${undo}` : "Undo"}
            keys={keys("undo")}
            icon={IconUndo}
            disabled={!undo}
            onClick={() => command("undo")}
          />
          <IconButton
            label={redo ? `Redo ${redo}` : "Redo"}
            keys={keys("redo")}
            icon={IconRedo}
            disabled={!redo}
            onClick={() => command("redo")}
          />
          <Divider />
        </>
      )}
      <IconButton label="Zoom out" keys={keys("zoom-out")} icon={IconZoomOut} onClick={() => command("zoom-out")} />
      <IconButton label="Zoom in" keys={keys("zoom-in")} icon={IconZoomIn} onClick={() => command("zoom-in")} />
      <IconButton label="Fit everything" keys={keys("fit")} icon={IconFit} onClick={() => command("fit")} />
      <Divider />
      <IconButton
        label="Runs of this flow"
        keys={keys("dock")}
        icon={IconDock}
        pressed={dockOpen}
        onClick={() => command("dock")}
      />
      <IconButton label="Keys" keys={keys("keys")} icon={IconKeys} onClick={() => command("keys")} />
    </div>
  );
}

const Divider = () => <span aria-hidden className="mx-1 h-5 border-l" />;
