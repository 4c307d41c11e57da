"use client";
import { Dialog } from "../../ui/Dialog.tsx";
import { keymap, showChord } from "../keymap.ts";
import { isMac } from "../platform.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

const groups = ["Build", "Edit", "Move around", "Run and view"] as const;

/** The sheet behind "?": every key there is, from the same list that the handler reads. */
export function KeysSheet() {
  const store = useCanvasStore();
  const open = useCanvas((state) => state.dialog === "keys");
  const mac = isMac();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => store.getState().patch({ dialog: next ? "keys" : null })}
      title="Keys"
      description="They work while the canvas has the focus."
      size="wide"
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-meta text-ink-3">{group}</h3>
            <dl>
              {keymap
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={binding.command} className="flex items-baseline gap-3 border-b py-1">
                    <dt className="flex-1">{binding.title}</dt>
                    <dd className="flex gap-1">
                      {binding.chords.map((chord) => (
                        <kbd key={chord} className="rounded-[4px] border bg-raised px-1.5 text-ink-2">
                          {showChord(chord, mac)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
