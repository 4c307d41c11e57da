import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import type { Icon } from "./icons.ts";

export type Tone = "plain" | "ok" | "warn" | "bad" | "info" | "sample" | "accent";

const tones: Record<Tone, string> = {
  plain: "bg-line/50 text-ink-2",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  sample: "bg-sample-soft text-sample",
  accent: "bg-accent-soft text-accent",
};

interface ChipProps {
  tone?: Tone;
  icon?: Icon;
  children: ReactNode;
  turning?: boolean;
  className?: string;
}

/** A state in an icon and a word: colour alone says nothing to many people. */
export function Chip({ tone = "plain", icon: Glyph, children, turning, className }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-pill px-2 text-meta font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {Glyph && <Glyph aria-hidden size={12} strokeWidth={2.25} className={turning ? "animate-turn" : undefined} />}
      {children}
    </span>
  );
}
