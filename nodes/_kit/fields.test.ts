import { expect, test } from "vitest";
import * as z from "zod";
import { checkValue } from "../_core/schema/check-value.ts";
import { decimalIn, moneyIn, moneyOut, optionalText, textIn } from "./fields.ts";
import { toJsonSchema } from "./json-schema.ts";

const Line = z.strictObject({
  name: textIn({ title: "Name", max: 5, options: "accounts" }),
  price: moneyIn({ title: "Price", places: 2 }),
  share: decimalIn({ title: "Share", places: 4, positive: true }).nullish().meta({ title: "Share" }),
  note: optionalText({ title: "Note", max: 5 }),
});
const schema = toJsonSchema(Line, "input");

test("an amount goes in as text or as a safe number, and comes out as its shortest text", () => {
  for (const price of ["12.50", "12.5000", 12.5]) {
    expect(checkValue(schema, { name: "a", price })).toEqual([]);
    expect(Line.parse({ name: "a", price }).price).toBe("12.5");
  }
});

test.each(["12.505", 12.505, "1e3", "", " 1", 0.1 + 0.2, Number.NaN, true, null])(
  "the amount %j is refused by the check in words and by the schema itself",
  (price) => {
    expect(Line.safeParse({ name: "a", price }).success).toBe(false);
    expect(checkValue(schema, { name: "a", price })[0]?.message).toMatch(/^\*Price\* /);
  },
);

test("marks for the mapping tree are kept", () => {
  expect(schema.properties).toMatchObject({
    name: { "x-options": "accounts" },
    price: { format: "decimal", "x-money": true, type: ["string", "number"] },
    share: { format: "decimal", title: "Share" },
    note: { type: ["string", "null"], title: "Note" },
  });
  expect(toJsonSchema(moneyOut({ title: "Total" }), "output")).toMatchObject({ "x-money": true, format: "decimal" });
});

test("what may be null is a type with null, so that a tree finds the fields below it", () => {
  const Company = z
    .strictObject({ name: z.string().meta({ title: "Name" }) })
    .nullable()
    .meta({ title: "Company" });
  expect(toJsonSchema(z.strictObject({ company: Company }), "output").properties).toMatchObject({
    company: { type: ["object", "null"], title: "Company", properties: { name: { title: "Name" } } },
  });
});
