"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface TabEntry {
  id: string;
  title: string;
  /** A figure behind the title. */
  count?: number;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: TabEntry[];
  value: string;
  onChange(id: string): void;
  className?: string;
}

export function Tabs({ label, tabs, value, onChange, className }: TabsProps) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className={className}>
      <Base.List aria-label={label} className="relative flex gap-1 border-b px-3">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.id}
            value={tab.id}
            className="flex h-9 items-center gap-1.5 px-2 text-ink-2 transition-colors hover:text-ink data-active:font-medium data-active:text-ink"
          >
            {tab.title}
            {tab.count !== undefined && <span className="figures text-meta text-ink-3">{tab.count}</span>}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-all duration-200 ease-house" />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.id} value={tab.id} className="outline-offset-[-2px]">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
