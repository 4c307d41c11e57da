import {
  addDecimals,
  divideDecimals,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
} from "../../_core/money/decimal.ts";

export type LineAmountTypes = "Exclusive" | "Inclusive" | "NoTax";

export interface LineFigures {
  quantity: string;
  unitAmount: string;
  /** Per cent. */
  discountRate: string | null;
  /** Per cent. */
  taxRate: string;
}

/** Quantity × unit amount less the discount, rounded once to cents, half up. */
export function lineAmountOf({ quantity, unitAmount, discountRate }: LineFigures): string {
  const gross = multiplyDecimals(quantity, unitAmount);
  const share = subtractDecimals("100", discountRate ?? "0");
  return roundDecimal(multiplyDecimals(gross, multiplyDecimals(share, "0.01")), 2, "half-up");
}

/** Tax of one line, rounded per line as Xero does: on top of the amount, or the part of it that is tax. */
export function lineTaxOf(lineAmount: string, taxRate: string, types: LineAmountTypes): string {
  if (types === "NoTax") return "0.00";
  const share = multiplyDecimals(lineAmount, taxRate);
  if (types === "Exclusive") return roundDecimal(multiplyDecimals(share, "0.01"), 2, "half-up");
  return divideDecimals(share, addDecimals("100", taxRate), 2, "half-up");
}

export interface Totals {
  subTotal: string;
  totalTax: string;
  total: string;
}

/** Sums of what was rounded per line, so lines and tax always add up to the total. */
export function totalsOf(lines: { lineAmount: string; taxAmount: string }[], types: LineAmountTypes): Totals {
  const amounts = sumDecimals(lines.map(({ lineAmount }) => lineAmount));
  const totalTax = sumDecimals(lines.map(({ taxAmount }) => taxAmount));
  const subTotal = types === "Inclusive" ? subtractDecimals(amounts, totalTax) : amounts;
  return { subTotal: cents(subTotal), totalTax: cents(totalTax), total: cents(addDecimals(subTotal, totalTax)) };
}

const cents = (value: string): string => roundDecimal(value, 2, "half-up");
