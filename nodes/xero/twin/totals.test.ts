import { expect, test } from "vitest";
import { lineAmountOf, lineTaxOf, totalsOf } from "./totals.ts";

const line = (quantity: string, unitAmount: string, discountRate: string | null = null) =>
  lineAmountOf({ quantity, unitAmount, discountRate, taxRate: "20" });

test.each([
  [line("17.5", "23.45"), "410.38"],
  [line("4", "61.05", "12.5"), "213.68"],
  [line("1", "4200", "5"), "3990.00"],
  [line("3", "0.3333"), "1.00"],
  [line("-1", "10.005"), "-10.01"],
  [line("1", "1.005"), "1.01"],
])("a line is rounded once, half up: %s", (amount, expected) => {
  expect(amount).toBe(expected);
});

test("tax goes on top, or is the part of the amount that is tax", () => {
  expect(lineTaxOf("10.03", "20", "Exclusive")).toBe("2.01");
  expect(lineTaxOf("12.00", "20", "Inclusive")).toBe("2.00");
  expect(lineTaxOf("10.00", "20", "Inclusive")).toBe("1.67");
  expect(lineTaxOf("10.00", "20", "NoTax")).toBe("0.00");
});

test.each(["Exclusive", "Inclusive", "NoTax"] as const)("lines and tax add up to the total: %s", (types) => {
  const lines = ["410.38", "213.68", "2899.99"].map((lineAmount) => ({
    lineAmount,
    taxAmount: lineTaxOf(lineAmount, "20", types),
  }));
  const { subTotal, totalTax, total } = totalsOf(lines, types);
  const expected = {
    Exclusive: ["3524.05", "704.82", "4228.87"],
    Inclusive: ["2936.71", "587.34", "3524.05"],
    NoTax: ["3524.05", "0.00", "3524.05"],
  };
  expect([subTotal, totalTax, total]).toEqual(expected[types]);
});
