import { expect, test } from "vitest";
import { authorise, may, type Right, rights, roles } from "./rights.ts";

const all = Object.keys(rights).filter((name): name is Right => name in rights);

test("an owner may do everything", () => {
  expect(all.filter((right) => !may("owner", right))).toEqual([]);
});

test("a viewer may look at flows and at nothing else", () => {
  expect(all.filter((right) => may("viewer", right))).toEqual(["flows.read"]);
});

test("an operator runs flows but does not change them", () => {
  expect(may("operator", "runs.operate")).toBe(true);
  expect(may("operator", "connections.reauthenticate")).toBe(true);
  expect(may("operator", "flows.edit")).toBe(false);
  expect(may("operator", "connections.use")).toBe(false);
});

test("a builder uses connections but can't change them, nor resend for others", () => {
  expect(may("builder", "connections.use")).toBe(true);
  expect(may("builder", "connections.edit")).toBe(false);
  expect(may("builder", "runs.operate")).toBe(false);
});

test("only an owner deletes the organisation", () => {
  expect(roles.filter((role) => may(role, "organisation.delete"))).toEqual(["owner"]);
});

test("who is no member is refused whatever the right", () => {
  for (const right of all) expect(() => authorise(null, right)).toThrow(/not a member/);
});
