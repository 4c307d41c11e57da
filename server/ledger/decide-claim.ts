import type { Capability, FallbackCapability } from "#nodes/_kit/action.ts";

/**
 * The ledger's rules, pure. An effect is in one of these states:
 *
 * - `intent`: its bytes are frozen and a socket may be open right now.
 * - `open`: certainly not applied; the same bytes may be sent.
 * - `unknown`: sent, outcome not known (lost answer, crash).
 * - `done`: applied; the answer's kept fields are recorded.
 * - `rejected`: certainly refused; this revision is closed, new bytes make a new one.
 * - `in_doubt`: unknown and not provable here; waits for a person.
 */
export const effectStates = ["intent", "open", "unknown", "done", "rejected", "in_doubt"] as const;
export type EffectState = (typeof effectStates)[number];

export interface KnownEffect {
  state: EffectState;
  sameRun: boolean;
  /** The run that holds it has not ended. */
  ownerUnfinished: boolean;
  sameBytes: boolean;
  /** Since the bytes of this revision were first frozen. */
  ageMs: number;
  /** Since this intent was last taken. */
  intentAgeMs: number;
  /** Fruitless searches so far (capability `find`). */
  searches: number;
  /** How often it was sent, when the last answer was a 5xx; else 0. */
  erroredSends: number;
}

export type Claim =
  /** No effect yet, or the last revision is closed: freeze these bytes and send. */
  | { kind: "send"; revision: "first" | "next" }
  /** Send the frozen bytes with their own key again. */
  | { kind: "resend" }
  /** Done before: the answer repeats from the record. */
  | { kind: "repeat" }
  /** Done before with other bytes: a person must look. */
  | { kind: "conflict" }
  /** In another run's hands, or possibly still on its way to the vendor. */
  | { kind: "wait"; ms: number; reason: "order" | "retry" }
  /** Ask the vendor whether the marker exists. */
  | { kind: "search" }
  | { kind: "in-doubt" };

export interface ClaimRules {
  capability: Capability;
  busyMs: number;
  /** A paused process cannot be fenced at the vendor: its request may arrive until then. */
  takeoverMs: number;
  keyAgeShare: number;
  /** A 5xx after this many sends may be the stored first one, replayed for ever. */
  replayedErrorSends: number;
}

export function decideClaim(known: KnownEffect | null, rules: ClaimRules): Claim {
  if (!known) return { kind: "send", revision: "first" };
  switch (known.state) {
    case "done":
      return known.sameBytes ? { kind: "repeat" } : { kind: "conflict" };
    case "rejected":
      return ownedByOther(known) ? busy(rules) : { kind: "send", revision: "next" };
    case "open":
      if (ownedByOther(known)) return busy(rules);
      return known.sameBytes ? { kind: "resend" } : { kind: "send", revision: "next" };
    case "in_doubt":
      return { kind: "in-doubt" };
    case "intent": {
      if (ownedByOther(known)) return busy(rules);
      const left = rules.takeoverMs - known.intentAgeMs;
      if (left > 0) return { kind: "wait", ms: left, reason: "retry" };
      return resolveUnknown(known, rules.capability, rules);
    }
    case "unknown":
      return ownedByOther(known) ? busy(rules) : resolveUnknown(known, rules.capability, rules);
  }
}

const ownedByOther = (known: KnownEffect): boolean => !known.sameRun && known.ownerUnfinished;
const busy = (rules: ClaimRules): Claim => ({ kind: "wait", ms: rules.busyMs, reason: "order" });

function resolveUnknown(known: KnownEffect, capability: Capability | FallbackCapability, rules: ClaimRules): Claim {
  switch (capability.kind) {
    case "vendor-key": {
      const isTooOld = known.ageMs >= capability.ttlMs * rules.keyAgeShare;
      const isReplayed = capability.replaysErrors && known.erroredSends >= rules.replayedErrorSends;
      return isTooOld || isReplayed ? resolveUnknown(known, capability.afterTtl, rules) : { kind: "resend" };
    }
    case "upsert":
      return { kind: "resend" };
    case "find":
      if (known.intentAgeMs < capability.lagMs) {
        return { kind: "wait", ms: capability.lagMs - known.intentAgeMs, reason: "retry" };
      }
      if (known.searches < 2) return { kind: "search" };
      return capability.uniqueEnforced ? { kind: "resend" } : { kind: "in-doubt" };
    case "none":
      return { kind: "in-doubt" };
  }
}
