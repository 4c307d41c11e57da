"use client";
import { useReactFlow } from "@xyflow/react";
import { buttonClass } from "../../ui/Button.tsx";
import { cx } from "../../ui/cx.ts";
import { IconCheck, IconFailed, IconWarning } from "../../ui/icons.ts";
import { Marked } from "../../ui/Marked.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";
import { reveal } from "../use-commands.ts";

/** How many things are wrong; behind it which, where, and what to do. A click goes there. */
export function ProblemsButton() {
  const store = useCanvasStore();
  const flow = useReactFlow();
  const problems = useCanvas((state) => state.problems);
  const open = useCanvas((state) => state.dialog === "problems");
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const Glyph = errors > 0 ? IconFailed : problems.length > 0 ? IconWarning : IconCheck;
  return (
    <Popover
      label="Problems"
      open={open}
      onOpenChange={(next) => store.getState().patch({ dialog: next ? "problems" : null })}
      className="w-96"
      trigger={
        <button
          type="button"
          className={cx(
            buttonClass("quiet"),
            errors > 0 ? "text-bad!" : problems.length > 0 ? "text-warn!" : "text-ink-2",
          )}
        >
          <Glyph aria-hidden size={14} />
          Problems <span className="figures">{problems.length}</span>
        </button>
      }
    >
      {problems.length === 0 ? (
        <p className="p-4 text-ink-2">Nothing stands in the way of publishing.</p>
      ) : (
        <ul className="divide-y">
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two problems of a node may be equal in every other respect
            <li key={`${problem.code}-${problem.nodeId}-${index}`}>
              <button
                type="button"
                className="flex w-full items-start gap-2 px-3 py-2 text-left hover:bg-raised focus-visible:outline-offset-[-2px]"
                onClick={() => {
                  const { nodeId } = problem;
                  store.getState().patch({ dialog: null });
                  if (nodeId === null) return store.getState().patch({ palette: { kind: "anywhere" } });
                  store.getState().select({ nodes: [nodeId] });
                  store.getState().patch({ inspectorOpen: true });
                  reveal(store, flow, nodeId);
                }}
              >
                {problem.severity === "error" ? (
                  <IconFailed aria-label="Error" size={14} className="mt-1 shrink-0 text-bad" />
                ) : (
                  <IconWarning aria-label="Warning" size={14} className="mt-1 shrink-0 text-warn" />
                )}
                <span>
                  <span className="block">
                    <Marked text={problem.message} />
                  </span>
                  <span className="block text-meta text-ink-2">
                    <Marked text={problem.fix} />
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
