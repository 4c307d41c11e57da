"use client";
import Link from "next/link";
import { useState } from "react";
import { FlowStateChip } from "../../flows/FlowStateChip.tsx";
import { Button } from "../../ui/Button.tsx";
import { IconBack, IconPublish, IconRun } from "../../ui/icons.ts";
import { Tooltip } from "../../ui/Tooltip.tsx";
import type { OpenFlow } from "../CanvasScreen.tsx";
import { keysOf } from "../keymap.ts";
import { isMac } from "../platform.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";
import { ProblemsButton } from "./ProblemsButton.tsx";
import { SaveNote } from "./SaveNote.tsx";

interface TopBarProps {
  latest: OpenFlow;
  onRun(): void;
  running: boolean;
  canRun: boolean;
  flush(): Promise<void>;
}

/** Which flow, how it stands, and the two things to do with it. */
export function TopBar({ latest, onRun, running, canRun, flush }: TopBarProps) {
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b bg-surface pr-3 pl-2">
      <Link
        href="/flows"
        aria-label="All flows"
        className="flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink"
      >
        <IconBack aria-hidden size={16} />
      </Link>
      <FlowName />
      <FlowStateChip state={latest.state} version={latest.liveVersion} />
      {!readOnly && <SaveNote />}
      {readOnly && <span className="hatch rounded-[4px] border px-1.5 text-meta text-ink-2">Viewing only</span>}
      <div className="ml-auto flex items-center gap-2">
        <ProblemsButton />
        <Tooltip
          text={
            canRun ? "Run the live version with an event you give" : "Publish the flow first: only a live version runs"
          }
          keys={keysOf("run", isMac())}
        >
          <Button icon={IconRun} busy={running} disabled={!canRun} focusableWhenDisabled onClick={onRun}>
            Run
          </Button>
        </Tooltip>
        {!readOnly && (
          <Button
            look="primary"
            icon={IconPublish}
            disabled={latest.liveVersion !== null && !latest.hasChanges && latest.state === "live"}
            onClick={() => {
              void flush();
              store.getState().patch({ dialog: "publish" });
            }}
          >
            Publish
          </Button>
        )}
      </div>
    </header>
  );
}

/** The flow's name, which is a field that looks like a title. */
function FlowName() {
  const store = useCanvasStore();
  const name = useCanvas((state) => state.document.name);
  const readOnly = useCanvas((state) => state.readOnly);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <h1 className="min-w-0">
      <input
        aria-label="Flow name"
        value={typed ?? name}
        readOnly={readOnly}
        maxLength={120}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = event.target.value.trim();
          if (next !== "") store.getState().perform({ kind: "rename-flow", name: next });
        }}
        className="max-w-full min-w-24 truncate rounded-control border border-transparent bg-transparent px-1.5 py-0.5 font-title text-[15px] font-semibold tracking-tight [field-sizing:content] hover:border-line focus:border-line"
      />
    </h1>
  );
}
