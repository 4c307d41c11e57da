"use client";
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { MappingEditor } from "../mapping/MappingEditor.tsx";
import { MappingDoorProvider } from "../mapping/mapping-door.ts";
import { BreakerDoorProvider } from "./breaker-door.ts";
import type { OpenFlow } from "./CanvasScreen.tsx";
import { RunDock } from "./dock/RunDock.tsx";
import { FlowCanvas } from "./FlowCanvas.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { commandFor } from "./keymap.ts";
import { OptionDoorProvider } from "./option-door.ts";
import { CanvasTools } from "./overlay/CanvasTools.tsx";
import { ConflictBanner } from "./overlay/ConflictBanner.tsx";
import { EmptyCanvas } from "./overlay/EmptyCanvas.tsx";
import { KeysSheet } from "./overlay/KeysSheet.tsx";
import { LiveRegion } from "./overlay/LiveRegion.tsx";
import { PublishControl } from "./overlay/PublishControl.tsx";
import { RunDialog } from "./overlay/RunDialog.tsx";
import { SandboxFrame } from "./overlay/SandboxFrame.tsx";
import { TopBar } from "./overlay/TopBar.tsx";
import { Palette } from "./palette/Palette.tsx";
import { useAutosave } from "./use-autosave.ts";
import { useBreakers } from "./use-breakers.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";
import { reveal, useCommands } from "./use-commands.ts";
import { useFlowRuns } from "./use-flow-runs.ts";
import { useMappingServer } from "./use-mapping-server.ts";
import { useOptionServer } from "./use-option-server.ts";
import { useProblems } from "./use-problems.ts";

/** Everything around the drawing board, wired to the server. */
export function CanvasBoard({ latest, watch }: { latest: OpenFlow; watch: boolean }) {
  const store = useCanvasStore();
  const flow = useReactFlow();
  const board = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const dockOpen = useCanvas((state) => state.dockOpen);
  const readOnly = useCanvas((state) => state.readOnly);
  const autosave = useAutosave(latest);
  useProblems();
  const breakers = useBreakers();
  const runs = useFlowRuns(latest, watch);
  const mapping = useMappingServer();
  const options = useOptionServer();
  const command = useCommands({ run: runs.ask });

  // keys work from the start, and again after a click on the empty board
  useEffect(() => frame.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${latest.name} · Millrace`;
  }, [latest.name]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target)) return;
    const found = commandFor(event);
    if (!found || (readOnly && !readOnlyCommands.has(found))) return;
    // Enter on a button presses it; only a card or the board itself opens the node
    if (
      found === "open" &&
      event.target instanceof Element &&
      event.target.closest("button,a,[role=tab],[role=button],summary")
    )
      return;
    event.preventDefault();
    command(found);
  };

  return (
    <MappingDoorProvider value={mapping}>
      <OptionDoorProvider value={options}>
        <BreakerDoorProvider value={breakers.reset}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole canvas, each also a button or a menu entry */}
          <div
            ref={frame}
            tabIndex={-1}
            data-canvas=""
            className="flex h-full flex-col outline-none"
            onKeyDown={onKeyDown}
          >
            <TopBar
              latest={latest}
              onRun={runs.ask}
              running={runs.starting}
              canRun={runs.canStart}
              flush={autosave.flush}
            />
            <main className="relative min-h-0 flex-1" aria-label="Canvas">
              <FlowCanvas board={board} />
              <SandboxFrame />
              <EmptyCanvas />
              <ConflictBanner />
              <CanvasTools command={command} />
              <Inspector run={dockOpen ? runs.detail : null} />
              <LiveRegion />
            </main>
            {dockOpen && (
              <RunDock
                runs={runs.list}
                run={runs.detail}
                onChoose={runs.choose}
                empty={
                  latest.liveVersion === null
                    ? "Publish this flow; then every event of its trigger makes a run here."
                    : "Waiting for the trigger. Make something happen in the sandbox, or press Run."
                }
              />
            )}
          </div>
          <Palette onPlaced={(nodeId) => requestAnimationFrame(() => reveal(store, flow, nodeId))} />
          <MappingEditor />
          <KeysSheet />
          <RunDialog runs={runs} />
          <PublishControl latest={latest} flush={autosave.flush} />
        </BreakerDoorProvider>
      </OptionDoorProvider>
    </MappingDoorProvider>
  );
}

const readOnlyCommands = new Set([
  "open",
  "fit",
  "actual-size",
  "zoom-in",
  "zoom-out",
  "walk-left",
  "walk-right",
  "walk-up",
  "walk-down",
  "dock",
  "keys",
  "back",
]);

const isTyping = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest("input,textarea,select,[contenteditable=true],[data-code-editor]") !== null;
