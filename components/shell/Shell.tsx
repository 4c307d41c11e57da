"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { LiveUpdates } from "../trpc/LiveUpdates.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { Rail } from "./Rail.tsx";

/** Rail beside, page in the middle. On the canvas the rail is narrow: the board needs the room. */
export function Shell({ children }: { children: ReactNode }) {
  const onCanvas = /^\/flows\/./.test(usePathname());
  return (
    <div className="flex h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-control focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Rail narrow={onCanvas} account={<AccountMenu />} />
      <div id="content" className="relative min-w-0 flex-1 overflow-auto">
        {children}
      </div>
      <LiveUpdates />
    </div>
  );
}
