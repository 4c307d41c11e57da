import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

test.each([
  ["7", 7_000],
  ["0", 1_000],
  ["0.2", 1_000],
  ["86400", 3_600_000],
  ["Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
  ["Fri, 20 Nov 2026 11:00:00 GMT", 1_000],
  ["Sat, 21 Nov 2026 12:00:00 GMT", 3_600_000],
])("Retry-After %s waits %i ms by the vendor's clock", (value, ms) => {
  expect(retryAfterMs({ "retry-after": value, date: "Fri, 20 Nov 2026 12:00:00 GMT" })).toBe(ms);
});

test.each([
  [{}],
  [{ "retry-after": "soon" }],
  [{ "retry-after": "-5" }],
  [{ "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT" }],
])("%j says nothing certain", (headers) => {
  expect(retryAfterMs(headers)).toBeUndefined();
});
