import { expect, test } from "vitest";
import { newId, timeOfId } from "./uuid.ts";

test("an id is a UUIDv7 that carries its time to the millisecond", () => {
  const at = Date.UTC(2026, 10, 20, 12, 30, 15, 123);
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(timeOfId(id).getTime()).toBe(at);
});

test("ids of the same millisecond differ", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newId(0)));
  expect(ids.size).toBe(10_000);
});
