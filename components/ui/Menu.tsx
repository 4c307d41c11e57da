"use client";
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";
import type { Icon } from "./icons.ts";

export interface MenuEntry {
  label: string;
  icon?: Icon;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect(): void;
}

export const MenuSeparator = "separator" as const;

interface MenuProps {
  trigger: ReactElement;
  entries: (MenuEntry | typeof MenuSeparator)[];
  header?: ReactNode;
  align?: "start" | "end";
  side?: "bottom" | "top" | "right";
}

export function Menu({ trigger, entries, header, align = "end", side = "bottom" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} side={side} className="z-30">
          <Base.Popup className="popup min-w-44 p-1">
            {header}
            {entries.map((entry, index) =>
              entry === MenuSeparator ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity but their place
                <Base.Separator key={index} className="my-1 border-t" />
              ) : (
                <Entry key={entry.label} {...entry} />
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ label, icon: Glyph, keys, danger, disabled, onSelect }: MenuEntry) {
  return (
    <Base.Item
      onClick={onSelect}
      disabled={disabled}
      className={cx(
        "flex h-7 cursor-pointer items-center gap-2 rounded-control px-2 outline-none select-none data-disabled:cursor-not-allowed data-disabled:text-ink-3 data-highlighted:bg-accent-soft",
        danger && "text-bad",
      )}
    >
      {Glyph && <Glyph aria-hidden size={14} strokeWidth={1.75} />}
      <span className="flex-1">{label}</span>
      {keys && <kbd className="pl-4 text-ink-3">{keys}</kbd>}
    </Base.Item>
  );
}
