import type { JsonSchema } from "../json.ts";
import { pointerSegments, schemaBelow, titleOf } from "./schema-at.ts";
import { missingProperty, type SchemaError } from "./schema-error.ts";

/**
 * A violation in plain words that name the field as the form does: "Invoice line 2: *Unit amount* is missing." Made from
 * the rule and the schema, never from the validator's English. The value itself is not quoted: it may be somebody's data.
 */
export function describeViolation(schema: JsonSchema, value: unknown, error: SchemaError): string {
  const segments = pointerSegments(error.instanceLocation);
  const missing = missingProperty(error);
  if (missing !== undefined) return `${nameOf(schema, [...segments, missing])} is missing.`;
  const ruled = schemaOf(schema, segments) ?? {};
  return `${nameOf(schema, segments)} ${complaint(ruled, valueAt(value, segments), error)}.`;
}

/** `lines[1].unitAmount` */
export function pathText(instanceLocation: string, missing?: string): string {
  const segments = pointerSegments(instanceLocation);
  if (missing !== undefined) segments.push(missing);
  return segments
    .map((segment, index) => (/^\d+$/.test(segment) ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join("");
}

function complaint(schema: JsonSchema, value: unknown, error: SchemaError): string {
  const own = schema["x-message"];
  if (typeof own === "string" && (error.keyword === "format" || error.keyword === "pattern")) return own;
  switch (error.keyword) {
    case "type":
      return value === null ? "is empty (null)" : `must be ${typeWords(schema.type)}`;
    case "enum":
      return `must be one of ${list(schema.enum)}`;
    case "const":
      return `must be ${JSON.stringify(schema.const)}`;
    case "minLength":
      return schema.minLength === 1 ? "is empty" : `must have at least ${String(schema.minLength)} characters`;
    case "maxLength":
      return `must have at most ${String(schema.maxLength)} characters`;
    case "minItems":
      return schema.minItems === 1 ? "needs at least one entry" : `needs at least ${String(schema.minItems)} entries`;
    case "maxItems":
      return `may have at most ${String(schema.maxItems)} entries`;
    case "uniqueItems":
      return "has an entry twice";
    case "minimum":
      return `must be at least ${String(schema.minimum)}`;
    case "exclusiveMinimum":
      return `must be more than ${String(schema.exclusiveMinimum)}`;
    case "maximum":
      return `must be at most ${String(schema.maximum)}`;
    case "exclusiveMaximum":
      return `must be less than ${String(schema.exclusiveMaximum)}`;
    case "multipleOf":
      return `must be a multiple of ${String(schema.multipleOf)}`;
    case "format":
    case "pattern":
      return formatWords(schema.format);
    case "unsafe-number":
      return "has more digits than a number can hold exactly; give it as text";
    case "false":
    case "additionalProperties":
    case "unevaluatedProperties":
      return "is not a field of this input";
    default:
      return "has none of the shapes that are allowed here";
  }
}

function formatWords(format: unknown): string {
  switch (format) {
    case "decimal":
      return "must be a decimal number such as 12.50";
    case "date":
      return "must be a date such as 2026-11-20";
    case "date-time":
      return "must be a date and time such as 2026-11-20T14:30:00Z";
    case "email":
      return "must be an e-mail address";
    case "uuid":
      return "must be an id such as 7b0f0f3e-5d5c-4a8e-9f42-0a4b8f6f2f10";
    case "uri":
      return "must be a web address";
    default:
      return "does not have the form that is asked for";
  }
}

function typeWords(type: unknown): string {
  const words: Record<string, string> = {
    string: "text",
    number: "a number",
    integer: "a whole number",
    boolean: "true or false",
    object: "a group of fields",
    array: "a list",
  };
  const types = (Array.isArray(type) ? type : [type]).filter((name) => name !== "null");
  return types.map((name) => words[String(name)] ?? String(name)).join(" or ");
}

const list = (values: unknown): string =>
  Array.isArray(values)
    ? values
        .filter((value) => value !== null)
        .map((value) => String(value))
        .join(", ")
    : "the offered values";

/** "Invoice line 2: *Unit amount*": groups on the way are named, a list only where its entries have no name. */
function nameOf(root: JsonSchema, segments: string[]): string {
  const names: string[] = [];
  let schema: JsonSchema | undefined = root;
  for (const segment of segments) {
    const below: JsonSchema | undefined = schema && schemaBelow(schema, segment);
    if (/^\d+$/.test(segment)) {
      const listName = names.pop() ?? "Entry";
      names.push(`${titleOf(below) ?? listName} ${Number(segment) + 1}`);
    } else names.push(titleOf(below) ?? segment);
    schema = below;
  }
  const last = names.pop();
  if (last === undefined) return titleOf(root) ?? "The value";
  return names.length === 0 ? `*${last}*` : `${names.join(", ")}: *${last}*`;
}

const schemaOf = (root: JsonSchema, segments: string[]): JsonSchema | undefined =>
  segments.reduce<JsonSchema | undefined>((schema, segment) => schema && schemaBelow(schema, segment), root);

function valueAt(root: unknown, segments: string[]): unknown {
  let value: unknown = root;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return value;
}
