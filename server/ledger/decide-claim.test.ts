import { describe, expect, test } from "vitest";
import type { Capability } from "#nodes/_kit/action.ts";
import { type ClaimRules, decideClaim, effectStates, type KnownEffect } from "./decide-claim.ts";

const none: Capability = { kind: "none" };
const key: Extract<Capability, { kind: "vendor-key" }> = {
  kind: "vendor-key",
  header: "Idempotency-Key",
  ttlMs: 1_000_000,
  maxLength: 128,
  replaysErrors: false,
  afterTtl: none,
};
const find = (uniqueEnforced: boolean): Capability => ({ kind: "find", lagMs: 5_000, uniqueEnforced });
const rules = (capability: Capability): ClaimRules => ({
  capability,
  busyMs: 1_000,
  takeoverMs: 25_000,
  keyAgeShare: 0.8,
  replayedErrorSends: 6,
});
const effect = (more: Partial<KnownEffect>): KnownEffect => ({
  state: "unknown",
  sameRun: true,
  ownerUnfinished: true,
  sameBytes: true,
  ageMs: 60_000,
  intentAgeMs: 60_000,
  searches: 0,
  erroredSends: 0,
  ...more,
});

test("a new effect is sent", () => {
  expect(decideClaim(null, rules(none))).toEqual({ kind: "send", revision: "first" });
});

test("a done effect is never sent again: same bytes repeat the answer, other bytes are a conflict", () => {
  for (const capability of [none, key, find(true), find(false), { kind: "upsert" } as const]) {
    expect(decideClaim(effect({ state: "done", sameRun: false }), rules(capability))).toEqual({ kind: "repeat" });
    expect(decideClaim(effect({ state: "done", sameBytes: false }), rules(capability))).toEqual({ kind: "conflict" });
  }
});

test("an effect in another living run's hands is left alone in every state but done and in doubt", () => {
  for (const state of effectStates.filter((one) => one !== "done" && one !== "in_doubt")) {
    expect(decideClaim(effect({ state, sameRun: false }), rules(key))).toMatchObject({ kind: "wait", reason: "order" });
  }
});

test("a request that may still be on its way is waited for before anything is sent again", () => {
  const claim = decideClaim(effect({ state: "intent", intentAgeMs: 5_000 }), rules(key));
  expect(claim).toEqual({ kind: "wait", ms: 20_000, reason: "retry" });
});

describe("an unknown outcome", () => {
  test("with a native key is sent again with the same bytes while the key lives", () => {
    expect(decideClaim(effect({}), rules(key))).toEqual({ kind: "resend" });
  });
  test("with a key past 0.8 of its life falls to what holds without one", () => {
    expect(decideClaim(effect({ ageMs: 800_000 }), rules(key))).toEqual({ kind: "in-doubt" });
  });
  test("whose 5xx may be a replay of the stored first one is not looped", () => {
    const replaying: Capability = { ...key, replaysErrors: true };
    expect(decideClaim(effect({ erroredSends: 5 }), rules(replaying))).toEqual({ kind: "resend" });
    expect(decideClaim(effect({ erroredSends: 6 }), rules(replaying))).toEqual({ kind: "in-doubt" });
    expect(decideClaim(effect({ erroredSends: 6 }), rules(key))).toEqual({ kind: "resend" });
  });
  test("of an upsert is sent again", () => {
    expect(decideClaim(effect({}), rules({ kind: "upsert" }))).toEqual({ kind: "resend" });
  });
  test("with a marker waits the index lag, searches twice, and only then decides", () => {
    expect(decideClaim(effect({ intentAgeMs: 2_000 }), rules(find(true)))).toMatchObject({ kind: "wait", ms: 3_000 });
    expect(decideClaim(effect({ searches: 1 }), rules(find(true)))).toEqual({ kind: "search" });
    expect(decideClaim(effect({ searches: 2 }), rules(find(true)))).toEqual({ kind: "resend" });
    expect(decideClaim(effect({ searches: 2 }), rules(find(false)))).toEqual({ kind: "in-doubt" });
  });
  test("of a target that promises nothing is never sent again without a person", () => {
    expect(decideClaim(effect({}), rules(none))).toEqual({ kind: "in-doubt" });
    expect(decideClaim(effect({ state: "intent" }), rules(none))).toEqual({ kind: "in-doubt" });
  });
});

test("an unknown outcome never opens a revision, whatever the mapping now says", () => {
  for (const capability of [none, key, find(true), { kind: "upsert" } as const]) {
    for (const searches of [0, 1, 2]) {
      const claim = decideClaim(effect({ sameBytes: false, searches }), rules(capability));
      expect(claim.kind).not.toBe("send");
    }
  }
});

test("a definite refusal closes the revision; a certain non-arrival does not", () => {
  expect(decideClaim(effect({ state: "rejected", sameBytes: false }), rules(key))).toEqual({
    kind: "send",
    revision: "next",
  });
  expect(decideClaim(effect({ state: "open" }), rules(none))).toEqual({ kind: "resend" });
});
