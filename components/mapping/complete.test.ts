import { expect, test } from "vitest";
import { complete } from "./complete.ts";
import { fieldPaths } from "./field-paths.ts";

const fields = [
  ...fieldPaths({ deal: { name: "x", lines: [{ price: "1" }] }, "odd name": 1 }),
  { path: "$event", name: "$event", type: "group" as const, example: "", depth: 0 },
  ...fieldPaths({ id: "1" }, "$event"),
];
const target = [
  { path: "reference", name: "reference", title: "Reference", type: "text", required: true, depth: 0 },
  { path: "date", name: "date", title: "Date", type: "date", required: false, depth: 0 },
];
const labels = (before: string, whole = before) =>
  complete(before, whole, { fields, target }).map((entry) => entry.label);

test.each([
  ['{ "reference": deal.', ["name", "lines"]],
  ['{ "reference": deal.na', ["name", "lines"]],
  ["deal.lines.", ["price"]],
  ["$event.", ["id"]],
  ["nothing.", []],
])("%s offers %j", (before, offered) => {
  expect(labels(before)).toEqual(offered);
});

test("at the start of a member, the target's fields that are missing come first", () => {
  expect(labels("{ ", '{ "date": 1 ').slice(0, 2)).toEqual(["reference", "deal"]);
});

test("inside a key's quotes, only the name is put in", () => {
  expect(complete('{ "re', '{ "re', { fields, target })[0]).toMatchObject({ label: "reference", insert: "reference" });
});

test("inside another text, nothing is offered", () => {
  expect(labels('"some text ')).toEqual([]);
});
