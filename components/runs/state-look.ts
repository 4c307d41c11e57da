import type { Tone } from "../ui/Chip.tsx";
import {
  type Icon,
  IconAlert,
  IconBreaker,
  IconDone,
  IconDoubt,
  IconFailed,
  IconQueued,
  IconRetry,
  IconRunning,
  IconSkipped,
  IconWaiting,
  IconWarning,
} from "../ui/icons.ts";

export interface StateLook {
  word: string;
  tone: Tone;
  icon: Icon;
  turning?: boolean;
}

const looks: Record<string, StateLook> = {
  queued: { word: "Queued", tone: "plain", icon: IconQueued },
  ready: { word: "Queued", tone: "plain", icon: IconQueued },
  running: { word: "Running", tone: "info", icon: IconRunning, turning: true },
  leased: { word: "Running", tone: "info", icon: IconRunning, turning: true },
  parked: { word: "Waiting", tone: "info", icon: IconWaiting },
  waiting: { word: "Waiting", tone: "info", icon: IconWaiting },
  retrying: { word: "Retrying", tone: "warn", icon: IconRetry },
  paused: { word: "Paused", tone: "bad", icon: IconBreaker },
  done: { word: "Done", tone: "ok", icon: IconDone },
  succeeded: { word: "Done", tone: "ok", icon: IconDone },
  partial: { word: "Partly done", tone: "warn", icon: IconWarning },
  failed: { word: "Failed", tone: "bad", icon: IconFailed },
  dead: { word: "Failed", tone: "bad", icon: IconFailed },
  quarantined: { word: "Stopped", tone: "bad", icon: IconAlert },
  conflict: { word: "Conflict", tone: "warn", icon: IconWarning },
  "in-doubt": { word: "In doubt", tone: "warn", icon: IconDoubt },
  in_doubt: { word: "In doubt", tone: "warn", icon: IconDoubt },
  skipped: { word: "Skipped", tone: "plain", icon: IconSkipped },
};

/** Icon, word and colour of a run's or a step's state; a state this page does not know yet is shown by its name. */
export const lookOf = (state: string): StateLook =>
  looks[state] ?? {
    word: state.charAt(0).toUpperCase() + state.slice(1).replaceAll("_", " "),
    tone: "plain",
    icon: IconQueued,
  };

/** Nothing happens any more without a person. */
export const isOver = (state: string): boolean =>
  ["done", "succeeded", "failed", "dead", "skipped", "quarantined"].includes(state);
