import { expect, test } from "vitest";
import { JsonNumber, readJsonWithNumbersAsText, writeJson } from "./json-number.ts";

test("an amount is written as exactly its digits", () => {
  const body = { LineItems: [{ UnitAmount: new JsonNumber("9007199254740993.01"), Quantity: new JsonNumber("1.50") }] };
  expect(writeJson(body)).toBe('{"LineItems":[{"UnitAmount":9007199254740993.01,"Quantity":1.50}]}');
});

test("everything else is written as JSON.stringify does", () => {
  const value = { a: 'quote " and \\ and \u2028', b: [true, null, 1.5, []], c: {}, d: undefined };
  expect(writeJson(value)).toBe(JSON.stringify(value));
});

test("nothing but a decimal becomes a number token", () => {
  expect(() => new JsonNumber("1,2")).toThrow(TypeError);
  expect(() => new JsonNumber('1}{"x":2')).toThrow(TypeError);
  expect(() => writeJson({ a: Number.NaN })).toThrow(TypeError);
});

test("numbers are read as the text they were written in, strings are left alone", () => {
  expect(readJsonWithNumbersAsText('{"a":12.50,"b":"7 \\" 8","c":[-1e3,true,null],"2":3}')).toEqual({
    a: "12.50",
    b: '7 " 8',
    c: ["-1e3", true, null],
    "2": "3",
  });
});

test.each(['{"a":}', "01", "{1:2}", "[1 2]", ""])("%j is refused as JSON.parse refuses it", (text) => {
  expect(() => readJsonWithNumbersAsText(text)).toThrow(SyntaxError);
});

test("what was read can be written again without losing a digit", () => {
  const read = readJsonWithNumbersAsText('{"Total":9007199254740993.10}');
  expect(read).toEqual({ Total: "9007199254740993.10" });
});
