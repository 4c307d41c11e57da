"use client";
import type { ReactNode } from "react";
import type { RunDetailView, RunView } from "../../runs/run-view.ts";
import { StateChip } from "../../runs/StateChip.tsx";
import { Time } from "../../runs/Time.tsx";
import { Timeline } from "../../runs/Timeline.tsx";
import { cx } from "../../ui/cx.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { IconClose } from "../../ui/icons.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

interface RunDockProps {
  runs: RunView[];
  run: RunDetailView | null;
  onChoose(runId: string): void;
  /** Shown where no run was made yet: how to start one. */
  empty: ReactNode;
}

/** The runs of this flow under the canvas: a list, and the chosen one's timeline. Follows live. */
export function RunDock({ runs, run, onChoose, empty }: RunDockProps) {
  const store = useCanvasStore();
  const selected = useCanvas((state) => state.selection.nodes[0]);
  return (
    <section
      aria-label="Runs of this flow"
      className="flex h-[min(20rem,45vh)] shrink-0 border-t bg-surface max-md:flex-col"
    >
      <div className="flex w-64 shrink-0 flex-col border-r max-md:w-full max-md:max-h-24">
        <header className="flex h-9 shrink-0 items-center border-b px-4">
          <h2 className="flex-1 font-medium">Runs</h2>
        </header>
        {runs.length === 0 ? (
          <p className="p-4 text-ink-2">No run yet.</p>
        ) : (
          <ul className="min-h-0 flex-1 overflow-auto">
            {runs.map((entry) => (
              <li key={entry.id}>
                <button
                  type="button"
                  aria-current={entry.id === run?.id || undefined}
                  onClick={() => onChoose(entry.id)}
                  className={cx(
                    "flex w-full items-center gap-2 border-b px-4 py-1.5 text-left hover:bg-raised focus-visible:outline-offset-[-2px]",
                    entry.id === run?.id && "bg-accent-soft",
                  )}
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{entry.businessKey || "Run"}</span>
                    <span className="figures block text-meta text-ink-3">
                      v{entry.version} · <Time at={entry.createdAt} />
                    </span>
                  </span>
                  <StateChip state={entry.state} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-9 shrink-0 items-center gap-3 border-b pr-2 pl-4">
          {run ? (
            <>
              <h2 className="truncate font-medium">{run.businessKey || "Run"}</h2>
              <StateChip state={run.state} />
              <a href={`/runs/${run.id}`} className="text-meta text-accent underline-offset-2 hover:underline">
                Open the run
              </a>
            </>
          ) : (
            <h2 className="font-medium">Timeline</h2>
          )}
          <IconButton
            label="Hide the runs"
            icon={IconClose}
            size="compact"
            className="ml-auto"
            onClick={() => store.getState().patch({ dockOpen: false })}
          />
        </header>
        <div className="min-h-0 flex-1 overflow-auto">
          {run ? (
            <Timeline
              run={run}
              selected={selected}
              onSelect={(nodeId) => {
                if (store.getState().document.nodes.some((node) => node.id === nodeId))
                  store.getState().select({ nodes: [nodeId] });
              }}
            />
          ) : (
            <div className="p-4 text-ink-2">{empty}</div>
          )}
        </div>
      </div>
    </section>
  );
}
