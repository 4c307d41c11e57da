import type { Fault } from "#nodes/_core/fault.ts";
import type { RunClass } from "#nodes/_core/flow/flow.ts";
import type { Settings } from "#server/settings.ts";

/** What happens to a run whose step met a fault. A value: the shell only carries it out. */
export type RetryDecision =
  /** Try the step again later; uses an attempt. */
  | { kind: "retry"; delayMs: number }
  /** Waiting, not trying: uses no attempt. */
  | { kind: "park"; reason: "rate" | "reauth" | "breaker"; delayMs: number | null }
  /** The outcome of a write is unknown and cannot be proved here. */
  | { kind: "in-doubt" }
  /** The step failed: its error port, or a dead letter. */
  | { kind: "fail"; why: "definite" | "attempts" | "age" };

export interface RetryQuestion {
  fault: Fault;
  /** Attempts already used on this step, this one included. */
  attempt: number;
  /** Since the event was accepted. */
  ageMs: number;
  class: RunClass;
  maxAttempts: number;
  /** In [0, 1). */
  random: number;
}

export function decideRetry(question: RetryQuestion, limits: Settings["retry"]): RetryDecision {
  const { fault } = question;
  switch (fault.kind) {
    case "rejected":
    case "invalid-flow":
      return { kind: "fail", why: "definite" };
    case "unauthorized":
      return { kind: "park", reason: "reauth", delayMs: null };
    case "throttled":
      return { kind: "park", reason: "rate", delayMs: fault.retryAfterMs ?? limits.baseMs };
    case "in-doubt":
      return { kind: "in-doubt" };
    case "unavailable":
    case "bug": {
      const realtime = question.class === "realtime";
      if (question.ageMs > (realtime ? limits.realtime.maxAgeMs : limits.maxAgeMs)) return { kind: "fail", why: "age" };
      if (question.attempt >= question.maxAttempts) return { kind: "fail", why: "attempts" };
      const baseMs = realtime ? limits.realtime.baseMs : limits.baseMs;
      // Full jitter: the whole range from nothing to the cap, so that a herd spreads.
      const ceiling = Math.min(limits.capMs, baseMs * 2 ** (question.attempt - 1));
      return { kind: "retry", delayMs: Math.max(fault.retryAfterMs ?? 0, Math.floor(question.random * ceiling)) };
    }
  }
}
