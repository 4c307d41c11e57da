"use client";
import { useState } from "react";
import { findRefusedKey, type Json } from "#nodes/_core/json.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconRun, IconWarning } from "../../ui/icons.ts";
import { Select } from "../../ui/Select.tsx";
import { Field, TextArea } from "../../ui/TextField.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";
import type { FlowRuns } from "../use-flow-runs.ts";

/** What to run the live version with. Says so where that writes to real systems. */
export function RunDialog({ runs }: { runs: FlowRuns }) {
  const open = useCanvas((state) => state.dialog === "run");
  return open ? <Asking runs={runs} /> : null;
}

function Asking({ runs }: { runs: FlowRuns }) {
  const store = useCanvasStore();
  const [chosen, setChosen] = useState(runs.samples[0]?.id ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const isLive = useCanvas((state) =>
    state.document.nodes.some((node) =>
      state.connections.some((connection) => connection.id === node.connection && connection.environment === "live"),
    ),
  );
  const sample = runs.samples.find((candidate) => candidate.id === chosen);
  const text = typed ?? JSON.stringify(sample?.body ?? {}, null, 2);
  const event = parse(text);
  const close = () => store.getState().patch({ dialog: null });
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) close();
      }}
      size="wide"
      title="Run the live version"
      description="With an event that you give, as if the trigger had heard of it."
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            icon={IconRun}
            busy={runs.starting}
            disabled={event.kind === "broken"}
            onClick={() => {
              if (event.kind === "json") runs.start(event.value);
            }}
          >
            Run
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {isLive && (
          <p className="flex items-start gap-2 rounded-tile border border-warn/50 bg-warn-soft px-3 py-2">
            <IconWarning aria-hidden size={14} className="mt-1 shrink-0 text-warn" />
            This flow uses live connections: what it writes is real.
          </p>
        )}
        {runs.samples.length > 1 && (
          <Field label="Start from">
            {({ labelId }) => (
              <Select
                label="Start from"
                labelledBy={labelId}
                value={chosen}
                options={runs.samples.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => {
                  setChosen(id);
                  setTyped(null);
                }}
              />
            )}
          </Field>
        )}
        <TextArea
          label="Event"
          aside="JSON"
          rows={16}
          spellCheck={false}
          className="font-mono text-meta leading-[18px]"
          value={text}
          onChange={(change) => setTyped(change.target.value)}
          error={event.kind === "broken" ? event.message : (runs.refused ?? undefined)}
        />
      </div>
    </Dialog>
  );
}

type Parsed = { kind: "json"; value: Json } | { kind: "broken"; message: string };

function parse(text: string): Parsed {
  try {
    const value: Json = JSON.parse(text);
    const refused = findRefusedKey(value);
    return refused ? { kind: "broken", message: `The field ${refused} is refused.` } : { kind: "json", value };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : "This is not JSON." };
  }
}
