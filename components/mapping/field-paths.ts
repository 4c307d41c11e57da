import type { JsonSchema } from "#nodes/_core/json.ts";
import { isSchema, titleOf } from "#nodes/_core/schema/schema-at.ts";

/** A field that an expression may name, with what it holds in the sample. */
export interface FieldPath {
  /** As JSONata writes it: `deal.lineItems.price`, "`odd name`". */
  path: string;
  /** The last name alone. */
  name: string;
  type: "text" | "number" | "true or false" | "null" | "list" | "group";
  /** The sample's value in short. */
  example: string;
  depth: number;
}

const maxDepth = 8;
const maxFields = 2_000;

/** Every field of a sample value, in its own order. Lists are walked by their entries: JSONata maps over them. */
export function fieldPaths(value: unknown, prefix = ""): FieldPath[] {
  const out: FieldPath[] = [];
  collect(value, prefix, prefix === "" ? 0 : 1, out);
  return out;
}

function collect(value: unknown, prefix: string, depth: number, out: FieldPath[]): void {
  if (depth > maxDepth || out.length >= maxFields) return;
  if (Array.isArray(value)) {
    const seen = new Set(out.map((field) => field.path));
    const found: FieldPath[] = [];
    for (const item of value.slice(0, 20)) collect(item, prefix, depth, found);
    for (const field of found)
      if (!seen.has(field.path)) {
        seen.add(field.path);
        out.push(field);
      }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const name = writeName(key);
    const path = prefix === "" ? name : `${prefix}.${name}`;
    out.push({ path, name: key, type: typeOf(member), example: exampleOf(member), depth });
    collect(member, path, depth + 1, out);
  }
}

/** Names that are no plain words stand in backquotes. */
export const writeName = (name: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name}\``);

function typeOf(value: unknown): FieldPath["type"] {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "group";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "true or false" : "text";
}

function exampleOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  if (typeof value === "object" && value !== null) return "";
  const text = typeof value === "string" ? value : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** A field that the target takes. */
export interface TargetField {
  path: string;
  name: string;
  title: string;
  type: string;
  required: boolean;
  depth: number;
}

/** The fields of an input schema, required ones first on each level. */
export function targetFields(schema: JsonSchema | null, prefix = "", depth = 0): TargetField[] {
  if (!schema || depth > maxDepth) return [];
  const inner = isSchema(schema.items) ? schema.items : schema;
  if (!isSchema(inner.properties)) return [];
  const required = new Set(Array.isArray(inner.required) ? inner.required : []);
  return Object.entries(inner.properties)
    .flatMap(([name, field]) => (isSchema(field) ? [{ name, field }] : []))
    .toSorted((a, b) => Number(required.has(b.name)) - Number(required.has(a.name)))
    .flatMap(({ name, field }): TargetField[] => {
      const path = prefix === "" ? name : `${prefix}.${name}`;
      return [
        { path, name, title: titleOf(field) ?? name, type: wordFor(field), required: required.has(name), depth },
        ...targetFields(field, path, depth + 1),
      ];
    });
}

function wordFor(schema: JsonSchema): string {
  if (schema.format === "date") return "date";
  if (schema.format === "decimal") return "amount";
  if (Array.isArray(schema.enum)) return "choice";
  const types: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  switch (types.find((type) => type !== "null")) {
    case "array":
      return "list";
    case "object":
      return "group";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "true or false";
    default:
      return "text";
  }
}
