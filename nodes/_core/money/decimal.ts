import Big from "big.js";

/**
 * Exact decimals as plain text (`-12.50`): what amounts are made of everywhere in the system. Nothing here passes
 * through a binary floating-point number, except `decimalOfNumber`, which refuses what a double cannot promise.
 */

/** Ties away from zero, or ties to the even neighbour. Always said, never assumed: the text alone fixes the figures. */
export type RoundingMode = "half-up" | "half-even";

/** Digits before and after the point together; the widest amount any vendor takes has 19. */
const maxDigits = 34;
const maxNumberDigits = 15;

const strictDecimal = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;
const jsonNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$/;

const modes = { "half-up": 1, "half-even": 2 } as const;

export class DecimalError extends Error {
  override readonly name = "DecimalError";
}

/** Strict: digits, one point, an optional minus. No exponent, plus sign, blank, grouping or leading zero. */
export const isDecimalText = (text: string): boolean => strictDecimal.test(text) && countDigits(text) <= maxDigits;

/** The shortest text of the same value: `250.00` becomes `250`, `-0` becomes `0`. Throws DecimalError. */
export function normalDecimal(text: string): string {
  return plain(read(text));
}

/** For figures as vendors print them: also takes an exponent (`1.0E7`), as JSON numbers do. Throws DecimalError. */
export function decimalOfVendor(text: string): string {
  const trimmed = text.trim();
  if (!jsonNumber.test(trimmed) || countDigits(trimmed) > maxDigits)
    throw new DecimalError(`Not a number: ${show(text)}`);
  const value = new Big(trimmed);
  if (Math.abs(value.e) > maxDigits) throw new DecimalError(`Not an amount: ${show(text)}`);
  return plain(value);
}

/**
 * A double as the shortest text that names it. Refuses more than 15 significant digits: `0.1 + 0.2` is an accident of
 * binary arithmetic, and printing it as an amount would make the accident official.
 */
export function decimalOfNumber(value: number): string {
  if (!Number.isFinite(value)) throw new DecimalError(`Not a finite number: ${value}`);
  const big = new Big(value);
  if (big.c.length > maxNumberDigits)
    throw new DecimalError(`${value} has more than ${maxNumberDigits} significant digits; give it as text`);
  if (Math.abs(big.e) > maxDigits) throw new DecimalError(`Not an amount: ${value}`);
  return plain(big);
}

export const addDecimals = (a: string, b: string): string => plain(read(a).plus(read(b)));
export const subtractDecimals = (a: string, b: string): string => plain(read(a).minus(read(b)));
export const multiplyDecimals = (a: string, b: string): string => plain(read(a).times(read(b)));

/** Exact sum; of nothing it is `0`. */
export const sumDecimals = (values: readonly string[]): string =>
  plain(values.reduce((sum, value) => sum.plus(read(value)), new Big(0)));

/** -1, 0 or 1, by value: `1.50` equals `1.5`. */
export const compareDecimals = (a: string, b: string): -1 | 0 | 1 => read(a).cmp(read(b));

/** To `places` decimals, which are then always printed: rounding `2.5` to 2 gives `2.50`. */
export const roundDecimal = (value: string, places: number, mode: RoundingMode): string =>
  unsignedZero(read(value).toFixed(places, modes[mode]));

/** Quotient to `places` decimals. A quotient may have no end, so its precision and rounding are always said. */
export function divideDecimals(a: string, b: string, places: number, mode: RoundingMode): string {
  const divisor = read(b);
  if (divisor.eq(0)) throw new DecimalError("Division by zero");
  // A constructor of its own: Big keeps its division settings on the constructor, and ours must not leak to others.
  const Exact = Big();
  Exact.DP = places;
  Exact.RM = modes[mode];
  return unsignedZero(new Exact(read(a).toFixed()).div(divisor.toFixed()).toFixed(places));
}

function read(text: string): Big {
  if (!isDecimalText(text)) throw new DecimalError(`Not a decimal number: ${show(text)}`);
  return new Big(text);
}

const plain = (value: Big): string => unsignedZero(value.toFixed());
const unsignedZero = (text: string): string => (/^-0(\.0+)?$/.test(text) ? text.slice(1) : text);
const countDigits = (text: string): number => text.replace(/[^0-9]/g, "").length;
const show = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
