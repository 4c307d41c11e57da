import { expect, test } from "vitest";
import { fieldPaths, targetFields } from "./field-paths.ts";

test("fields are named as JSONata names them, through lists and odd names", () => {
  const paths = fieldPaths({
    deal: { name: "Won", "odd name": 1 },
    lines: [{ price: "1.00" }, { price: "2.00", discount: null }],
    empty: [],
  });
  expect(paths.map((field) => `${field.path}: ${field.type}`)).toEqual([
    "deal: group",
    "deal.name: text",
    "deal.`odd name`: number",
    "lines: list",
    "lines.price: text",
    "lines.discount: null",
    "empty: list",
  ]);
});

test("a prefix stands before every path", () => {
  expect(fieldPaths({ id: 1 }, "$steps.read").map((field) => field.path)).toEqual(["$steps.read.id"]);
});

test("long values are shortened, and a deep value ends somewhere", () => {
  expect(fieldPaths({ text: "x".repeat(100) })[0]?.example).toHaveLength(60);
  let deep: unknown = 1;
  for (let level = 0; level < 50; level++) deep = { a: deep };
  expect(fieldPaths(deep).length).toBeLessThan(20);
});

test("target fields: the required first, lists by their entries", () => {
  const fields = targetFields({
    type: "object",
    required: ["lines"],
    properties: {
      note: { type: ["string", "null"], title: "Note" },
      lines: {
        type: "array",
        title: "Lines",
        items: {
          type: "object",
          required: ["price"],
          properties: { price: { format: "decimal", title: "Unit amount" } },
        },
      },
    },
  });
  expect(
    fields.map((field) => `${field.path} ${field.title} ${field.type}${field.required ? " required" : ""}`),
  ).toEqual(["lines Lines list required", "lines.price Unit amount amount required", "note Note text"]);
});
