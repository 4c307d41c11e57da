import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Nothing here yet, and how something comes here. The drawing is ours: two ports, a line not yet drawn, a ledger row. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <PatchBay />
      <h2 className="text-reading font-bold">{title}</h2>
      {children && <div className="max-w-md text-ink-2">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

function PatchBay() {
  return (
    <svg aria-hidden="true" width="168" height="64" viewBox="0 0 168 64" fill="none" className="text-line-strong">
      <rect x="0.5" y="16.5" width="55" height="31" rx="7.5" className="fill-surface stroke-line" />
      <rect x="112.5" y="16.5" width="55" height="31" rx="7.5" className="fill-surface stroke-line" />
      <path d="M1 24v16" className="stroke-kind-trigger" strokeWidth="3" />
      <path d="M113 24v16" className="stroke-kind-action" strokeWidth="3" />
      <path d="M12 28h22M12 36h14M124 28h26M124 36h16" stroke="currentColor" strokeLinecap="round" opacity=".55" />
      <path d="M60 32c18 0 16 -18 26 -18s8 18 22 18" stroke="currentColor" strokeWidth="1.5" strokeDasharray="4 4" />
      <circle cx="56" cy="32" r="4.25" className="fill-canvas" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="112" cy="32" r="4.25" className="fill-canvas" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}
