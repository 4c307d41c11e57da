import { expect, test } from "vitest";
import { keyOf } from "./key-of.ts";

test("different parts never give one key", () => {
  const keys = [keyOf("a", "b:c"), keyOf("a:b", "c"), keyOf("a%3Ab", "c"), keyOf("a", "b", "c"), keyOf("a", null, "c")];
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys stay short enough for an index, and still differ", () => {
  const long = "x".repeat(60_000);
  expect(keyOf("1", long).length).toBeLessThan(100);
  expect(keyOf("1", long)).not.toBe(keyOf("2", long));
  expect(keyOf("1", long)).toBe(keyOf("1", long));
});
