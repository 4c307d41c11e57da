import { expect, test } from "vitest";
import { Fault, type FaultFields } from "#nodes/_core/fault.ts";
import { settings } from "#server/settings.ts";
import { decideRetry, type RetryQuestion } from "./decide-retry.ts";

const fault = (kind: FaultFields["kind"], more: Partial<FaultFields> = {}) =>
  new Fault({ kind, code: "test", message: "test", ...more });
const decide = (question: Partial<RetryQuestion> & { fault: Fault }) =>
  decideRetry(
    { attempt: 1, ageMs: 0, class: "standard", maxAttempts: settings.retry.maxAttempts, random: 0.999, ...question },
    settings.retry,
  );

test("what the vendor refused or the flow got wrong is not tried again", () => {
  expect(decide({ fault: fault("rejected") })).toEqual({ kind: "fail", why: "definite" });
  expect(decide({ fault: fault("invalid-flow") })).toEqual({ kind: "fail", why: "definite" });
});

test("throttling and missing consent wait without using an attempt", () => {
  expect(decide({ fault: fault("throttled", { retryAfterMs: 7_000 }), attempt: 99 })).toEqual({
    kind: "park",
    reason: "rate",
    delayMs: 7_000,
  });
  expect(decide({ fault: fault("unauthorized"), attempt: 99 })).toEqual({
    kind: "park",
    reason: "reauth",
    delayMs: null,
  });
});

test("outages back off with full jitter, doubling to the cap, and respect a longer Retry-After", () => {
  const delays = [1, 2, 3, 11].map((attempt) => decide({ fault: fault("unavailable"), attempt }));
  expect(delays).toEqual([
    { kind: "retry", delayMs: 999 },
    { kind: "retry", delayMs: 1_998 },
    { kind: "retry", delayMs: 3_996 },
    { kind: "retry", delayMs: 899_100 },
  ]);
  expect(decide({ fault: fault("unavailable"), random: 0 })).toEqual({ kind: "retry", delayMs: 0 });
  expect(decide({ fault: fault("unavailable", { retryAfterMs: 60_000 }) })).toEqual({ kind: "retry", delayMs: 60_000 });
});

test("attempts and age end; real-time gives up after two minutes", () => {
  expect(decide({ fault: fault("unavailable"), attempt: 12 })).toEqual({ kind: "fail", why: "attempts" });
  expect(decide({ fault: fault("unavailable"), ageMs: 120_001, class: "realtime" })).toEqual({
    kind: "fail",
    why: "age",
  });
  expect(decide({ fault: fault("unavailable"), ageMs: 120_001 })).toMatchObject({ kind: "retry" });
});
