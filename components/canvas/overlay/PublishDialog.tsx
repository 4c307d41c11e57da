"use client";
import { useState } from "react";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconFailed, IconWarning } from "../../ui/icons.ts";
import { Marked } from "../../ui/Marked.tsx";
import { TextArea } from "../../ui/TextField.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

interface PublishDialogProps {
  /** The next version's number. */
  version: number;
  /** Throws an Error whose message says what stands in the way. */
  onPublish(note: string): Promise<void>;
}

/** Makes the draft a version that runs. Errors must be gone; warnings are shown and let pass. */
export function PublishDialog({ version, onPublish }: PublishDialogProps) {
  const store = useCanvasStore();
  const open = useCanvas((state) => state.dialog === "publish");
  const problems = useCanvas((state) => state.problems);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const blocked = problems.some((problem) => problem.severity === "error");
  const close = () => {
    store.getState().patch({ dialog: null });
    setRefused(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) close();
      }}
      title={`Publish version ${version}`}
      description="New events run through it from now on. Runs that have begun finish on the version they began with."
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            busy={busy}
            disabled={blocked}
            onClick={async () => {
              setBusy(true);
              setRefused(null);
              try {
                await onPublish(note.trim());
                setNote("");
                close();
              } catch (error) {
                setRefused(error instanceof Error ? error.message : "Publishing did not work.");
              } finally {
                setBusy(false);
              }
            }}
          >
            Publish
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problems.length > 0 && (
          <ul className="flex flex-col gap-2" aria-label="Problems">
            {problems.slice(0, 6).map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two problems of a node may be equal in every other respect
              <li key={index} className="flex items-start gap-2">
                {problem.severity === "error" ? (
                  <IconFailed aria-label="Error" size={14} className="mt-1 shrink-0 text-bad" />
                ) : (
                  <IconWarning aria-label="Warning" size={14} className="mt-1 shrink-0 text-warn" />
                )}
                <span>
                  <Marked text={`${problem.message} ${problem.fix}`} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {blocked && <p className="text-ink-2">Correct what is marked with a red cross, then publish.</p>}
        {refused && (
          <p role="alert" className="text-bad">
            {refused}
          </p>
        )}
        <TextArea
          label="What changed"
          hint="Others see it beside the version. May stay empty."
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
