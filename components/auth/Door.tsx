import type { ReactNode } from "react";
import { Mark } from "../shell/Mark.tsx";

/** The frame of the pages before the product: mark, title, one form. */
export function Door({
  title,
  lead,
  children,
  foot,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center gap-2.5">
          <Mark size={32} />
          <span className="title">Millrace</span>
        </div>
        <div className="rounded-panel border bg-surface p-6">
          <h1 className="title">{title}</h1>
          {lead && <p className="mt-1 text-ink-2">{lead}</p>}
          <div className="mt-5">{children}</div>
        </div>
        {foot && <div className="mt-4 text-ink-2">{foot}</div>}
      </div>
    </main>
  );
}
