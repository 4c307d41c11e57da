import * as z from "zod";
import { compareDecimals, normalDecimal, roundDecimal } from "../../_core/money/decimal.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { findAccount, findTaxRate } from "./books.ts";
import { type LineAmountTypes, lineAmountOf, lineTaxOf } from "./totals.ts";

/** Numbers come in as their own text; people also send them as JSON text. */
const Figure = z.string().regex(/^-?\d{1,15}(\.\d{1,10})?$/, "is not a number");
const Text = z.string().nullish();

export const GivenLine = z.looseObject({
  LineItemID: Text,
  Description: Text,
  Quantity: Figure.nullish(),
  UnitAmount: Figure.nullish(),
  LineAmount: Figure.nullish(),
  TaxAmount: Figure.nullish(),
  DiscountRate: Figure.nullish(),
  AccountCode: Text,
  TaxType: Text,
});

export const StoredLine = z.object({
  LineItemID: z.string(),
  Description: z.string(),
  Quantity: z.string(),
  UnitAmount: z.string(),
  DiscountRate: z.string().nullable(),
  AccountCode: z.string().nullable(),
  TaxType: z.string(),
  TaxAmount: z.string(),
  LineAmount: z.string(),
});
export type StoredLine = z.infer<typeof StoredLine>;

interface LineRules {
  type: "ACCREC" | "ACCPAY";
  types: LineAmountTypes;
  /** Of the document: a draft may lack accounts. */
  status: string;
  unitPlaces: number;
}

export function checkLines(
  context: TwinContext,
  given: z.infer<typeof GivenLine>[],
  { type, types, status, unitPlaces }: LineRules,
): { lines: StoredLine[] } | { problems: string[] } {
  if (given.length === 0) return { problems: ["One or more line items must be specified"] };
  const problems: string[] = [];
  const lines: StoredLine[] = [];
  for (const line of given) {
    const account = line.AccountCode ? findAccount(line.AccountCode) : undefined;
    if (line.AccountCode && (!account || account.system || account.type === "BANK"))
      problems.push(`Account code '${line.AccountCode}' is not a valid code for this document.`);
    if (!line.AccountCode && status !== "DRAFT") problems.push("Account code must be specified");
    if (!line.Description) problems.push("Description is required for each line item");
    const taxType = types === "NoTax" ? "NONE" : line.TaxType || account?.taxType || "NONE";
    const tax = findTaxRate(taxType);
    if (!tax || !(type === "ACCREC" ? tax.revenue : tax.expenses))
      problems.push(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`);
    const quantity = normalDecimal(line.Quantity ?? "1");
    const unitAmount = normalDecimal(roundDecimal(line.UnitAmount ?? "0", unitPlaces, "half-up"));
    const discountRate = line.DiscountRate ? normalDecimal(line.DiscountRate) : null;
    const lineAmount = lineAmountOf({ quantity, unitAmount, discountRate, taxRate: tax?.rate ?? "0" });
    if (line.LineAmount && compareDecimals(line.LineAmount, lineAmount) !== 0)
      problems.push(`The line total ${line.LineAmount} does not match the expected line total ${lineAmount}`);
    lines.push({
      LineItemID: line.LineItemID || context.uuid(),
      Description: line.Description ?? "",
      Quantity: quantity,
      UnitAmount: unitAmount,
      DiscountRate: discountRate,
      AccountCode: line.AccountCode || null,
      TaxType: taxType,
      TaxAmount: line.TaxAmount
        ? roundDecimal(line.TaxAmount, 2, "half-up")
        : lineTaxOf(lineAmount, tax?.rate ?? "0", types),
      LineAmount: lineAmount,
    });
  }
  return problems.length > 0 ? { problems: [...new Set(problems)] } : { lines };
}
