"use client";
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";

interface PopoverProps {
  trigger: ReactElement;
  /** Names the popup for those who cannot see where it hangs. */
  label: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  className?: string;
  align?: "start" | "center" | "end";
}

export function Popover({ trigger, label, children, open, onOpenChange, className, align = "end" }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-30">
          <Base.Popup
            aria-label={label}
            className={cx("popup max-h-[min(32rem,var(--available-height))] overflow-auto", className)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
