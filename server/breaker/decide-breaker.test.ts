import { expect, test } from "vitest";
import { settings } from "#server/settings.ts";
import { type BreakerReport, type BreakerRow, decideBreaker, slowStartDelayMs } from "./decide-breaker.ts";

const fresh: BreakerRow = { state: "closed", isolated: false, failures: 0, buckets: [], opens: 0 };
const rules = settings.breaker;
const step = (row: BreakerRow, report: Partial<BreakerReport>, nowMs = 1_000_000, random = 0.5) =>
  decideBreaker(
    row,
    { failures: 0, successes: 0, probe: false, ...report },
    { consecutiveFailures: rules.consecutiveFailures, nowMs, random },
    rules,
  );

test("five failures in a row open it, a success in between starts the count again", () => {
  let row = fresh;
  for (let i = 0; i < 4; i += 1) row = step(row, { failures: 1 }).row;
  expect(row.state).toBe("closed");
  expect(step(row, { failures: 1 })).toMatchObject({ row: { state: "open", opens: 1 }, openForMs: 30_000 });
  row = step(row, { successes: 20 }).row;
  expect(step(row, { failures: 1 }).row.state).toBe("closed");
});

test("half of ten calls within the window open it; calls older than the window count no more", () => {
  let row = fresh;
  for (let i = 0; i < 4; i += 1) row = step(step(row, { failures: 1 }).row, { successes: 1 }).row;
  row = step(row, { failures: 1 }).row;
  expect(row.state).toBe("closed");
  row = step(row, { successes: 1 }).row;
  expect(step(row, { failures: 1 }).row.state).toBe("open");
  expect(step(row, { failures: 1 }, 1_000_000 + rules.windowMs + rules.bucketMs).row.state).toBe("closed");
});

test("a failed probe opens it twice as long, up to the cap; Retry-After wins when longer", () => {
  const half: BreakerRow = { ...fresh, state: "half_open", opens: 1 };
  expect(step(half, { failures: 1, probe: true })).toMatchObject({ row: { opens: 2 }, openForMs: 60_000 });
  expect(step({ ...half, opens: 20 }, { failures: 1, probe: true }).openForMs).toBe(rules.openCapMs);
  expect(step(half, { failures: 1, probe: true, retryAfterMs: 500_000 }).openForMs).toBe(500_000);
});

test("opening is spread by a fifth either way", () => {
  const half: BreakerRow = { ...fresh, state: "half_open", opens: 0 };
  expect(step(half, { failures: 1, probe: true }, 0, 0).openForMs).toBe(24_000);
  expect(step(half, { failures: 1, probe: true }, 0, 0.999999).openForMs).toBe(36_000);
});

test("a good probe closes it and forgets the past", () => {
  expect(step({ ...fresh, state: "half_open", opens: 5, failures: 9 }, { successes: 1, probe: true })).toMatchObject({
    closes: true,
    row: { state: "closed", failures: 0, opens: 0 },
  });
});

test("late answers of calls that began before it opened change nothing", () => {
  const open: BreakerRow = { ...fresh, state: "open", opens: 1, failures: 5 };
  expect(step(open, { successes: 3 }).row).toEqual(open);
  expect(step(open, { failures: 3 }).row).toEqual(open);
});

test("an isolated breaker stays as the person left it", () => {
  const isolated: BreakerRow = { ...fresh, state: "open", isolated: true };
  expect(step(isolated, { successes: 1, probe: true }).row.state).toBe("open");
});

test("parked runs come back 1, 2, 4, 8 … a step", () => {
  const delays = Array.from({ length: 15 }, (_, index) => slowStartDelayMs(index, 1_000));
  expect([0, 1_000, 2_000, 3_000].map((delay) => delays.filter((one) => one === delay).length)).toEqual([1, 2, 4, 8]);
});
