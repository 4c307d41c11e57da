import { isDecimalText } from "./decimal.ts";

/**
 * JSON whose numbers keep every digit. `JSON.parse` and `JSON.stringify` pass numbers through a double, which loses
 * the amount 9007199254740993.01; here a decimal text becomes exactly that number token, and back.
 */
export class JsonNumber {
  readonly text: string;

  /** `text` is strict decimal text. Throws TypeError otherwise, so no foreign token can enter a document. */
  constructor(text: string) {
    if (!isDecimalText(text)) throw new TypeError(`Not a decimal number: ${JSON.stringify(text)}`);
    this.text = text;
  }
}

export type ExactJson =
  | string
  | number
  | boolean
  | null
  | JsonNumber
  | ExactJson[]
  | { [key: string]: ExactJson | undefined };

/** As JSON.stringify, with JsonNumbers as exact tokens. A member that is undefined is left out. */
export function writeJson(value: ExactJson): string {
  if (value instanceof JsonNumber) return value.text;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value))
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeJson(member)}`);
  return `{${members.join(",")}}`;
}

/** JSON in which every number is given as its own text. */
export type TextJson = string | boolean | null | TextJson[] | { [key: string]: TextJson };

/**
 * Parses JSON with each number as the text it was written in (`12.50` stays `"12.50"`). Throws SyntaxError exactly
 * where JSON.parse does.
 */
export function readJsonWithNumbersAsText(text: string): TextJson {
  JSON.parse(text);
  return JSON.parse(text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g;
