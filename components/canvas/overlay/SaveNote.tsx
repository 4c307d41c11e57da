"use client";
import type { ReactNode } from "react";
import { cx } from "../../ui/cx.ts";
import type { SaveState } from "../save-state.ts";
import { useCanvas } from "../use-canvas.ts";

const words: Record<SaveState["kind"], string> = {
  saved: "Saved",
  saving: "Saving…",
  offline: "Offline, kept on this device",
  conflict: "Conflict",
  refused: "Not saved",
};

/** Where the edits are, in words. */
export function SaveNote(): ReactNode {
  const kind = useCanvas((state) => state.save.kind);
  const bad = kind === "conflict" || kind === "refused";
  return (
    <span
      role="status"
      data-save={kind}
      className={cx("text-meta whitespace-nowrap", bad ? "text-bad" : kind === "offline" ? "text-warn" : "text-ink-3")}
    >
      {words[kind]}
    </span>
  );
}
