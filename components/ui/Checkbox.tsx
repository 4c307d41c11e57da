"use client";
import { Checkbox as Base } from "@base-ui/react/checkbox";
import type { ReactNode } from "react";
import { IconCheck } from "./icons.ts";

interface CheckboxProps {
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  children: ReactNode;
}

export function Checkbox({ checked, onChange, disabled, children }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one, drawn by Base UI
    <label className="flex min-h-6 items-center gap-2">
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent data-disabled:cursor-not-allowed data-disabled:bg-canvas"
      >
        <Base.Indicator>
          <IconCheck aria-hidden size={12} strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      <span>{children}</span>
    </label>
  );
}
