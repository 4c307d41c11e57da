import * as z from "zod";
import { isJsonObject, type JsonSchema } from "../_core/json.ts";

/** Formats that our own validator checks; zod's patterns for them use look-around, which is not run on data. */
const checkedFormats = new Set(["date", "date-time", "uuid", "email", "uri"]);

/**
 * A zod object as the JSON Schema that forms, mapping trees and checks work from: what may be put in (`input`) or what
 * will be there (`output`). "Or null" is written `type: ["object", "null"]`, never as a choice of two, so that a tree
 * finds the fields below it.
 */
export function toJsonSchema(schema: z.ZodType, side: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: side,
    target: "draft-2020-12",
    unrepresentable: "throw",
  });
  return tidy(rest);
}

function tidy(node: JsonSchema): JsonSchema {
  const out: JsonSchema = {};
  for (const [key, member] of Object.entries(node)) {
    if (key === "properties" && isRecord(member)) {
      const tidied = Object.entries(member).map(([name, sub]) => [name, isRecord(sub) ? tidy(sub) : sub]);
      out[key] = Object.fromEntries(tidied);
    } else if (Array.isArray(member)) out[key] = member.map((item: unknown) => (isRecord(item) ? tidy(item) : item));
    else out[key] = isRecord(member) && key !== "default" && key !== "const" ? tidy(member) : member;
  }
  if (typeof out.format === "string" && checkedFormats.has(out.format)) delete out.pattern;
  return mergeNullable(out);
}

function mergeNullable(schema: JsonSchema): JsonSchema {
  const { anyOf, ...outer } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [a, b]: unknown[] = anyOf;
  const inner = isNull(b) ? a : isNull(a) ? b : undefined;
  if (!isRecord(inner) || inner.type === undefined) return schema;
  const types = Array.isArray(inner.type) ? inner.type : [inner.type];
  const merged: JsonSchema = { ...inner, ...outer, type: [...types, "null"] };
  if (Array.isArray(merged.enum)) merged.enum = [...merged.enum, null];
  return merged;
}

const isNull = (schema: unknown): boolean => isRecord(schema) && schema.type === "null";
const isRecord = (value: unknown): value is JsonSchema => isJsonObject(value);
