import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { Problem } from "#nodes/_core/flow/problem.ts";
import { lookOf, type StateLook } from "../../runs/state-look.ts";
import { IconBreaker, IconDisabled, IconFailed, IconWarning } from "../../ui/icons.ts";
import type { NodeBreaker, NodeRun } from "../run-on-canvas.ts";

export interface CardStatus extends StateLook {
  /** How the card's border speaks. */
  border: "none" | "bad" | "warn" | "dashed" | "dotted-info" | "dotted-bad" | "double";
}

/** The one state a card shows, the most pressing first; null while all is well and nothing has run. */
export function statusOf(
  node: FlowNode,
  problems: readonly Problem[],
  run: NodeRun | undefined,
  breaker: NodeBreaker | undefined,
): CardStatus | null {
  if (node.disabled) return { word: "Disabled", tone: "plain", icon: IconDisabled, border: "dashed" };
  if (breaker)
    return {
      word: breaker.state === "half-open" ? "Probing" : "Paused",
      tone: "bad",
      icon: IconBreaker,
      border: "dotted-bad",
    };
  if (run) {
    const look = lookOf(run.state);
    return { ...look, border: runBorder(run.state) };
  }
  const errors = problems.filter((problem) => problem.severity === "error").length;
  if (errors > 0) return { word: count(errors, "problem"), tone: "bad", icon: IconFailed, border: "bad" };
  if (problems.length > 0)
    return { word: count(problems.length, "warning"), tone: "warn", icon: IconWarning, border: "warn" };
  return null;
}

function runBorder(state: string): CardStatus["border"] {
  if (state === "failed" || state === "dead") return "bad";
  if (state === "in-doubt" || state === "in_doubt") return "double";
  if (state === "waiting" || state === "parked") return "dotted-info";
  if (state === "skipped") return "dashed";
  return "none";
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
