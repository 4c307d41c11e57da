"use client";
import { showRelative } from "../../runs/duration.ts";
import { useNow } from "../../runs/Time.tsx";
import { IconBreaker } from "../../ui/icons.ts";
import { useBreakerReset } from "../breaker-door.ts";
import type { NodeBreaker } from "../run-on-canvas.ts";

/** Why this node does not send anything, when it will try again, and the hand that makes it try now. */
export function BreakerBadge({ breaker }: { breaker: NodeBreaker }) {
  const now = useNow();
  const reset = useBreakerReset();
  const probe = probeWords(breaker, now);
  return (
    <div
      role="status"
      data-breaker={breaker.state}
      className="nodrag absolute -top-4 left-1/2 flex h-7 w-max max-w-90 -translate-x-1/2 items-center gap-1.5 rounded-pill border border-bad bg-bad-soft pr-1 pl-2 text-meta text-bad"
    >
      <IconBreaker aria-hidden size={12} strokeWidth={2.25} className="shrink-0" />
      <span className="figures min-w-0 flex-1 truncate" title={breaker.reason}>
        {breaker.state === "isolated" ? "Isolated by hand" : `Paused: ${breaker.vendor} is failing`}
        {probe && ` · ${probe}`}
      </span>
      {reset && (
        <button
          type="button"
          onClick={(event) => {
            event.stopPropagation();
            reset(breaker);
          }}
          className="h-5 shrink-0 rounded-pill px-1.5 font-medium underline-offset-2 hover:underline"
        >
          Reset
        </button>
      )}
    </div>
  );
}

function probeWords(breaker: NodeBreaker, now: number): string {
  if (breaker.state === "half-open") return "probing";
  if (breaker.state === "isolated" || !breaker.probeAt || now === 0) return "";
  const ms = breaker.probeAt.getTime() - now;
  return ms <= 1_000 ? "probe is due" : `probe ${showRelative(breaker.probeAt, new Date(now))}`;
}
