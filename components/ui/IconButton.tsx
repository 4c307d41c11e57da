"use client";
import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import type { Icon } from "./icons.ts";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<typeof BaseButton>, "children" | "className"> {
  /** Read aloud and shown on hover: an icon alone says nothing. */
  label: string;
  icon: Icon;
  /** Its key on the keyboard, as the sheet shows it. */
  keys?: string;
  size?: "normal" | "compact";
  pressed?: boolean;
  className?: string;
}

export function IconButton({
  label,
  icon: Glyph,
  keys,
  size = "normal",
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <BaseButton
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          "inline-flex shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors hover:bg-line/60 hover:text-ink",
          "data-disabled:cursor-not-allowed data-disabled:bg-transparent data-disabled:text-line-strong aria-pressed:bg-accent-soft aria-pressed:text-accent",
          size === "compact" ? "size-6" : "size-8",
          className,
        )}
        {...rest}
      >
        <Glyph aria-hidden size={size === "compact" ? 14 : 16} strokeWidth={1.75} />
      </BaseButton>
    </Tooltip>
  );
}
