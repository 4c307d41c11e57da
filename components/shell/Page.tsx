import type { ReactNode } from "react";

interface PageProps {
  title: ReactNode;
  /** One sentence under the title, where the title alone does not say it. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every screen but the canvas: title, at most one primary action, content on a ledger sheet. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <main className="mx-auto flex w-full max-w-[76rem] flex-col gap-5 px-4 py-6 md:px-8">
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="display">{title}</h1>
          {lead && <p className="mt-1 max-w-2xl text-reading text-ink-2">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** A sheet: surface, hairline, no shadow. */
export const Sheet = ({ children, className = "" }: { children: ReactNode; className?: string }) => (
  <div className={`overflow-hidden rounded-panel border bg-surface ${className}`}>{children}</div>
);
