/** Plain JSON as it crosses every door: no undefined, no class instances, no functions. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A JSON Schema document (2020-12 subset). Vendors declare them at run time, so it is data, never generated code. */
export type JsonSchema = { [keyword: string]: unknown };

const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The path of the first key that must never enter the system, or null. A data key `__proto__` survives JSON.parse and
 * poisons `Object.assign` copies later, so each door refuses the whole document instead of cleaning it.
 */
export function findRefusedKey(value: unknown, path = "$"): string | null {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findRefusedKey(item, `${path}[${index}]`);
      if (found) return found;
    }
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const key of Object.keys(value)) {
    if (refusedKeys.has(key)) return `${path}.${key}`;
    const found = findRefusedKey(Reflect.get(value, key), `${path}.${key}`);
    if (found) return found;
  }
  return null;
}
