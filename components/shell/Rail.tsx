"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "../ui/cx.ts";
import { type Icon, IconConnections, IconFlows, IconRuns, IconSandboxes, IconTemplates } from "../ui/icons.ts";
import { Mark } from "./Mark.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

const entries: { href: string; title: string; icon: Icon }[] = [
  { href: "/flows", title: "Flows", icon: IconFlows },
  { href: "/templates", title: "Templates", icon: IconTemplates },
  { href: "/runs", title: "Runs", icon: IconRuns },
  { href: "/connections", title: "Connections", icon: IconConnections },
  { href: "/sandboxes", title: "Sandboxes", icon: IconSandboxes },
];

const entryClass =
  "flex h-9 w-full items-center gap-3 rounded-control px-2.5 text-ink-2 transition-colors hover:bg-line/50 hover:text-ink";

/** The way around. Narrow beside the canvas and on small screens, where titles are in tooltips and labels. */
export function Rail({ narrow, account }: { narrow: boolean; account: ReactNode }) {
  const path = usePathname();
  return (
    <nav
      aria-label="Main"
      data-narrow={narrow || undefined}
      className={cx(
        "group/rail flex shrink-0 flex-col border-r bg-surface p-2",
        narrow ? "w-14 [&_[data-rail-text]]:sr-only" : "w-14 xl:w-[220px] max-xl:[&_[data-rail-text]]:sr-only",
      )}
    >
      <Link href="/flows" className="mb-2 flex h-9 items-center gap-2.5 rounded-control px-2">
        <Mark />
        <span data-rail-text className="font-title text-[15px] font-bold tracking-tight">
          Millrace
        </span>
      </Link>
      <ul className="flex flex-col gap-0.5">
        {entries.map(({ href, title, icon: Glyph }) => (
          <li key={href}>
            <Link
              href={href}
              title={title}
              aria-current={path.startsWith(href) ? "page" : undefined}
              className={cx(
                entryClass,
                "aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent",
              )}
            >
              <Glyph aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
              <span data-rail-text>{title}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-col gap-0.5">
        <ThemeMenu className={entryClass} />
        {account}
      </div>
    </nav>
  );
}
