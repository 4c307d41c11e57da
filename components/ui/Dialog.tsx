"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useRef } from "react";
import { cx } from "./cx.ts";
import { IconButton } from "./IconButton.tsx";
import { IconClose } from "./icons.ts";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** The buttons, the primary one last. */
  actions?: ReactNode;
  size?: "normal" | "wide" | "full";
}

const sizes = {
  normal: "w-[min(30rem,calc(100vw-2rem))]",
  wide: "w-[min(46rem,calc(100vw-2rem))]",
  full: "h-[calc(100dvh-3rem)] w-[calc(100vw-3rem)] max-w-[104rem]",
};

/** What a person came for: to type or to choose. Without such a field the text itself gets the focus. */
const firstField = "input:not([type=hidden]), textarea, [role=combobox]";

/** Asks or shows one thing above the page. Focus goes in, stays in, and returns to its opener. */
export function Dialog({ open, onOpenChange, title, description, children, actions, size = "normal" }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.2_0.02_235)]/45 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          initialFocus={() => body.current?.querySelector<HTMLElement>(firstField) ?? body.current}
          className={cx(
            "popup fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-3rem)] -translate-x-1/2 -translate-y-1/2 flex-col transition-[opacity,scale] duration-200 ease-house",
            "data-ending-style:scale-[0.985] data-ending-style:opacity-0 data-starting-style:scale-[0.985] data-starting-style:opacity-0",
            sizes[size],
          )}
        >
          <header className="flex items-start gap-3 border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-reading font-bold">{title}</Base.Title>
              {description && <Base.Description className="text-ink-2">{description}</Base.Description>}
            </div>
            <Base.Close render={<IconButton label="Close" icon={IconClose} size="compact" />} />
          </header>
          <div
            ref={body}
            tabIndex={-1}
            className={cx("min-h-0 flex-1 overflow-auto outline-none", size !== "full" && "p-4")}
          >
            {children}
          </div>
          {actions && <footer className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
