import { digestOf } from "./digest.ts";

const maxLength = 200;

/**
 * One key from several parts that no other parts can give: `["a", "b:c"]` and `["a:b", "c"]` differ. Long values (a
 * changed note of 60 kB) become a digest, so that keys stay fit for an index.
 */
export function keyOf(...parts: (string | number | null | undefined)[]): string {
  const key = parts.map((part) => (part === null || part === undefined ? "" : encodePart(String(part)))).join(":");
  return key.length <= maxLength ? key : `sha256:${digestOf(key)}`;
}

const encodePart = (part: string): string => part.replace(/[%:]/g, (sign) => (sign === ":" ? "%3A" : "%25"));
