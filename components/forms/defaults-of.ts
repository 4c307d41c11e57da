import type { Json, JsonObject, JsonSchema } from "#nodes/_core/json.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";

/** The values a schema suggests for a new object: its defaults and its constants; nothing is guessed. */
export function defaultsOf(schema: JsonSchema): JsonObject {
  const out: JsonObject = {};
  if (!isSchema(schema.properties)) return out;
  for (const [key, property] of Object.entries(schema.properties)) {
    if (!isSchema(property)) continue;
    if (isJson(property.default)) out[key] = property.default;
    else if (isJson(property.const)) out[key] = property.const;
    else if (property.type === "object") {
      const inner = defaultsOf(property);
      if (Object.keys(inner).length > 0) out[key] = inner;
    }
  }
  return out;
}

function isJson(value: unknown): value is Json {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && Object.values(value).every(isJson);
}
