import { describe, expect, test } from "vitest";
import {
  addDecimals,
  compareDecimals,
  DecimalError,
  decimalOfNumber,
  decimalOfVendor,
  divideDecimals,
  isDecimalText,
  multiplyDecimals,
  normalDecimal,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
} from "./decimal.ts";

describe("decimal text", () => {
  test.each(["0", "-1", "12.50", "0.0001", "99999999999999999999.99"])("%s is an amount", (text) => {
    expect(isDecimalText(text)).toBe(true);
  });

  test.each(["", " 1", "1 ", "+1", "1e3", "01", ".5", "5.", "1,000.00", "0x10", "NaN", "--1", "1".repeat(35)])(
    "%j is refused",
    (text) => {
      expect(isDecimalText(text)).toBe(false);
      expect(() => normalDecimal(text)).toThrow(DecimalError);
    },
  );

  test("the same value always has the same text", () => {
    expect(["250.00", "250.0", "250"].map(normalDecimal)).toEqual(["250", "250", "250"]);
    expect(normalDecimal("-0.00")).toBe("0");
  });

  test("a vendor's exponent becomes plain digits", () => {
    expect(decimalOfVendor("1.0E7")).toBe("10000000");
    expect(decimalOfVendor("1.5e-3")).toBe("0.0015");
    expect(() => decimalOfVendor("1e400")).toThrow(DecimalError);
    expect(() => decimalOfVendor("twelve")).toThrow(DecimalError);
  });

  test("a number becomes its shortest text, and an accident of binary arithmetic is refused", () => {
    expect(decimalOfNumber(12.5)).toBe("12.5");
    expect(decimalOfNumber(1e21)).toBe("1000000000000000000000");
    expect(() => decimalOfNumber(0.1 + 0.2)).toThrow(/15 significant digits/);
    expect(() => decimalOfNumber(2 ** 53)).toThrow(DecimalError);
    expect(() => decimalOfNumber(Number.NaN)).toThrow(DecimalError);
  });
});

describe("arithmetic", () => {
  test("sums and products are exact", () => {
    expect(addDecimals("0.1", "0.2")).toBe("0.3");
    expect(subtractDecimals("0.3", "0.1")).toBe("0.2");
    expect(multiplyDecimals("19.99", "3")).toBe("59.97");
    expect(multiplyDecimals("9007199254740993.01", "1")).toBe("9007199254740993.01");
    expect(sumDecimals([])).toBe("0");
    expect(compareDecimals("1.50", "1.5")).toBe(0);
  });

  test.each([
    ["2.345", "half-up", "2.35"],
    ["2.345", "half-even", "2.34"],
    ["2.355", "half-even", "2.36"],
    ["-2.345", "half-up", "-2.35"],
    ["1.005", "half-up", "1.01"],
    ["-0.001", "half-up", "0.00"],
    ["2.5", "half-up", "2.50"],
  ] as const)("%s rounds %s to %s", (value, mode, expected) => {
    expect(roundDecimal(value, 2, mode)).toBe(expected);
  });

  test("a division says its places and its rounding", () => {
    expect(divideDecimals("1", "3", 4, "half-up")).toBe("0.3333");
    expect(divideDecimals("0.05", "2", 2, "half-even")).toBe("0.02");
    expect(divideDecimals("0.05", "2", 2, "half-up")).toBe("0.03");
    expect(() => divideDecimals("1", "0", 2, "half-up")).toThrow(DecimalError);
  });
});
