import type { JsonSchema } from "../json.ts";

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The schema that rules over one member of a value: a property's, or the items' for an array index. */
export function schemaBelow(schema: JsonSchema, key: string): JsonSchema | undefined {
  const { properties, prefixItems, items, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, key) && isSchema(properties[key])) return properties[key];
  if (/^\d+$/.test(key)) {
    const prefix: unknown = Array.isArray(prefixItems) ? prefixItems[Number(key)] : undefined;
    if (isSchema(prefix)) return prefix;
    if (isSchema(items)) return items;
  }
  for (const word of ["allOf", "anyOf", "oneOf"]) {
    const branches: unknown = schema[word];
    if (!Array.isArray(branches)) continue;
    for (const branch of branches) {
      const found = isSchema(branch) ? schemaBelow(branch, key) : undefined;
      if (found) return found;
    }
  }
  return isSchema(additionalProperties) ? additionalProperties : undefined;
}

/** Segments of a JSON pointer such as `#/lines/1/unitAmount`. */
export const pointerSegments = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"));

export const titleOf = (schema: JsonSchema | undefined): string | undefined =>
  typeof schema?.title === "string" && schema.title !== "" ? schema.title : undefined;
