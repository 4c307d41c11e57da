import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../json.ts";
import { checkValue } from "./check-value.ts";

const invoice: JsonSchema = {
  type: "object",
  required: ["reference", "lines"],
  additionalProperties: false,
  properties: {
    reference: { type: "string", title: "Reference", minLength: 1, maxLength: 10 },
    date: { type: ["string", "null"], title: "Invoice date", format: "date" },
    status: { title: "Status", enum: ["DRAFT", "AUTHORISED"] },
    contact: {
      title: "Contact",
      anyOf: [
        { type: "object", required: ["id"], properties: { id: { type: "string", title: "Contact id" } } },
        { type: "null" },
      ],
    },
    lines: {
      type: "array",
      title: "Lines",
      minItems: 1,
      items: {
        type: "object",
        title: "Invoice line",
        required: ["unitAmount"],
        properties: {
          unitAmount: { type: ["string", "number"], title: "Unit amount", format: "decimal" },
          code: { type: "string", title: "Account code", pattern: "^(a+)+$", "x-message": "must be an account code" },
          pattern: { type: "string", title: "Pattern" },
        },
      },
    },
  },
};

const messages = (value: unknown, schema: JsonSchema = invoice) => checkValue(schema, value).map((v) => v.message);
const line = { unitAmount: "1.00" };
const good = { reference: "R1", lines: [line] };

test("a good value has no violations", () => {
  expect(checkValue(invoice, { ...good, date: null, contact: null, status: "DRAFT" })).toEqual([]);
});

describe("a violation names the field as the form does", () => {
  test.each<[unknown, string]>([
    [{ ...good, lines: [line, {}] }, "Invoice line 2: *Unit amount* is missing."],
    [
      { ...good, lines: [{ unitAmount: "1,00" }] },
      "Invoice line 1: *Unit amount* must be a decimal number such as 12.50.",
    ],
    [{ ...good, lines: [{ unitAmount: null }] }, "Invoice line 1: *Unit amount* is empty (null)."],
    [{ ...good, lines: [{ unitAmount: true }] }, "Invoice line 1: *Unit amount* must be text or a number."],
    [{ ...good, lines: [] }, "*Lines* needs at least one entry."],
    [{ ...good, lines: line }, "*Lines* must be a list."],
    [{ lines: [line] }, "*Reference* is missing."],
    [{ ...good, reference: "" }, "*Reference* is empty."],
    [{ ...good, reference: "12345678901" }, "*Reference* must have at most 10 characters."],
    [{ ...good, date: "2026-02-30" }, "*Invoice date* must be a date such as 2026-11-20."],
    [{ ...good, status: "PAID" }, "*Status* must be one of DRAFT, AUTHORISED."],
    [{ ...good, contact: {} }, "Contact: *Contact id* is missing."],
    [{ ...good, contact: 7 }, "*Contact* has none of the shapes that are allowed here."],
    [{ ...good, refrence: 1 }, "*refrence* is not a field of this input."],
    ["text", "The value must be a group of fields."],
  ])("%j", (value, message) => {
    expect(messages(value)).toEqual([message]);
  });
});

test("paths lead to the field", () => {
  expect(checkValue(invoice, { ...good, lines: [line, {}] })).toMatchObject([
    { path: "lines[1].unitAmount", keyword: "required" },
  ]);
});

test("an amount that a double cannot promise is refused, as a number or below a choice", () => {
  expect(messages({ ...good, lines: [{ unitAmount: 0.1 + 0.2 }] })).toEqual([
    "Invoice line 1: *Unit amount* has more digits than a number can hold exactly; give it as text.",
  ]);
});

test("a number keeps to the pattern of its text", () => {
  const price: JsonSchema = { type: "number", title: "Price", format: "decimal", pattern: "^\\d+(\\.\\d{1,2})?$" };
  expect(checkValue(price, 12.25)).toEqual([]);
  expect(messages(12.255, price)).toEqual(["Price must be a decimal number such as 12.50."]);
});

test("a catastrophic pattern costs nothing", () => {
  const started = performance.now();
  expect(messages({ ...good, lines: [{ ...line, code: `${"a".repeat(5_000)}!` }] })).toEqual([
    "Invoice line 1: *Account code* must be an account code.",
  ]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("a field may be called like a rule", () => {
  expect(messages({ ...good, lines: [{ ...line, pattern: 5 }] })).toEqual(["Invoice line 1: *Pattern* must be text."]);
});

test("a schema that cannot be judged is said to be wrong, never passed", () => {
  expect(() => checkValue({ type: "string", pattern: "(?=a)a" }, "a")).toThrow(/look-around/);
  expect(() => checkValue({ patternProperties: { "^x": {} } }, {})).toThrow(/patternProperties/);
});
