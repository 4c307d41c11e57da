import type * as z from "zod";
import { findRefusedKey } from "../../_core/json.ts";
import { type ExactJson, writeJson } from "../../_core/money/json-number.ts";
import type { TwinResponse } from "./twin.ts";

export const jsonAnswer = (status: number, body: ExactJson, headers: Record<string, string> = {}): TwinResponse => ({
  status,
  headers: { "content-type": "application/json;charset=utf-8", ...headers },
  body: writeJson(body),
});

/** A request's JSON body by schema; a text that says what is wrong otherwise, for the vendor's own error body. */
export function readBody<S extends z.ZodType>(
  schema: S,
  body: string,
  json: (text: string) => unknown = JSON.parse,
): { data: z.output<S> } | { problem: string } {
  let value: unknown;
  try {
    value = json(body);
  } catch {
    return { problem: "Invalid input JSON" };
  }
  if (findRefusedKey(value) !== null) return { problem: "Invalid input JSON" };
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data };
  const [issue] = result.error.issues;
  return {
    problem: `Invalid input JSON at ${issue?.path.map(String).join(".") || "the top"}: ${issue?.message ?? ""}`,
  };
}
