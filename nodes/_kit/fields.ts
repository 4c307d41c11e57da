import * as z from "zod";
import { decimalOfNumber, isDecimalText, normalDecimal } from "../_core/money/decimal.ts";

/** What a form and a mapping tree show of a field. Every field has a title; a battery checks it. */
export interface FieldText {
  title: string;
  description?: string;
}

/** An amount or figure that comes out: exact decimal text. */
export const decimalOut = (text: FieldText) =>
  z
    .string()
    .refine(isDecimalText, "must be a decimal number")
    .meta({ ...text, format: "decimal" });

/** Money that comes out; the currency stands beside it in the record. */
export const moneyOut = (text: FieldText) =>
  z
    .string()
    .refine(isDecimalText, "must be a decimal number")
    .meta({ ...text, format: "decimal", "x-money": true });

interface Limits extends FieldText {
  /** Decimal places the vendor keeps; more are refused rather than rounded behind the sender's back. */
  places: number;
  positive?: boolean;
}

/** A figure that goes in: decimal text, or a number of at most 15 digits. Becomes its shortest exact text. */
export const decimalIn = (limits: Limits) => decimalInput(limits, {});

/** Money that goes in. */
export const moneyIn = (limits: Limits) => decimalInput(limits, { "x-money": true });

function decimalInput({ places, positive = false, ...text }: Limits, marks: Record<string, unknown>) {
  const pattern = `^${positive ? "" : "-?"}[0-9]{1,15}(\\.[0-9]{1,${places}}0*)?$`;
  const fits = new RegExp(pattern);
  return z
    .union([z.string(), z.number()])
    .refine((value) => decimalTextOf(value) !== null, "must be a decimal number of at most 15 digits")
    .refine((value) => fits.test(decimalTextOf(value) ?? ""), `may have at most ${places} decimal places`)
    .transform((value) => normalDecimal(decimalTextOf(value) ?? ""))
    .meta({
      ...text,
      ...marks,
      format: "decimal",
      pattern,
      "x-message": `must be ${positive ? "a positive" : "a"} decimal number with at most ${places} decimal places, such as 12.50`,
    });
}

function decimalTextOf(value: string | number): string | null {
  if (typeof value === "string") return isDecimalText(value) ? value : null;
  try {
    return decimalOfNumber(value);
  } catch {
    return null;
  }
}

/** Text that goes in. Blank text is refused where a value is required: vendors take it for a value. */
export const textIn = (limits: FieldText & { max: number; options?: string }) =>
  z
    .string()
    .min(1)
    .max(limits.max)
    .meta({
      title: limits.title,
      ...(limits.description ? { description: limits.description } : {}),
      ...(limits.options ? { "x-options": limits.options } : {}),
    });

/** Text that may be missing or null: a mapping need not know which of the two its source uses. */
export const optionalText = (limits: FieldText & { max: number; options?: string }) => {
  const { title, description, max, options } = limits;
  return z
    .string()
    .max(max)
    .nullish()
    .meta({ title, ...(description ? { description } : {}), ...(options ? { "x-options": options } : {}) });
};

export const textOut = (text: FieldText) => z.string().meta({ ...text });
export const optionalTextOut = (text: FieldText) =>
  z
    .string()
    .nullable()
    .meta({ ...text });

/** A calendar day, `2026-11-20`. */
export const day = (text: FieldText) => z.iso.date().meta({ ...text });

/** An instant in UTC, `2026-11-20T14:30:00.000Z`. */
export const instant = (text: FieldText) => z.iso.datetime().meta({ ...text });
