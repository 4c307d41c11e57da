import { expect, test } from "vitest";
import { showDuration, showRelative } from "./duration.ts";

test.each([
  [0, "0 ms"],
  [38.4, "38 ms"],
  [1_240, "1.2 s"],
  [42_000, "42 s"],
  [185_000, "3 min 5 s"],
  [7_800_000, "2 h 10 min"],
])("%d ms is %s", (ms, text) => {
  expect(showDuration(ms)).toBe(text);
});

test.each([
  [0, "just now"],
  [28_000, "in 28 s"],
  [-12_000, "12 s ago"],
  [-180_000, "3 min ago"],
  [-90_000_000, "1 d ago"],
])("%d ms away is %s", (ms, text) => {
  const now = new Date("2026-11-20T12:00:00Z");
  expect(showRelative(new Date(now.getTime() + ms), now)).toBe(text);
});
