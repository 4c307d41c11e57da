import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import type { Icon } from "./icons.ts";
import { IconRunning } from "./icons.ts";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

export interface ButtonProps extends ComponentProps<typeof BaseButton> {
  /** At most one `primary` in a view. */
  look?: ButtonLook;
  size?: "normal" | "compact";
  icon?: Icon;
  /** Work is under way: the button says so and takes no second click. */
  busy?: boolean;
}

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  plain: "bg-surface text-ink hover:bg-raised border-line hover:border-line-strong",
  quiet: "bg-transparent text-ink-2 hover:text-ink hover:bg-line/50 border-transparent",
  danger: "bg-surface text-bad hover:bg-bad-soft border-line hover:border-bad",
};

export const buttonClass = (look: ButtonLook = "plain", size: "normal" | "compact" = "normal"): string =>
  cx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-colors select-none",
    "data-disabled:cursor-not-allowed data-disabled:border-line data-disabled:bg-canvas data-disabled:text-ink-3",
    size === "compact" ? "h-7 px-2 text-meta" : "h-8 px-3",
    looks[look],
  );

export function Button({ look, size, icon: Glyph, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  const Shown = busy ? IconRunning : Glyph;
  return (
    <BaseButton
      className={cx(buttonClass(look, size), typeof className === "string" && className)}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      {...rest}
    >
      {Shown && <Shown aria-hidden size={14} strokeWidth={2} className={busy ? "animate-turn" : undefined} />}
      {children}
    </BaseButton>
  );
}
