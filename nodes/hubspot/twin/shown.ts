import type { ExactJson } from "../../_core/money/json-number.ts";
import type { ObjectType } from "./object-types.ts";
import type { StoredRecord } from "./records.ts";

/** A record as the API shows it: the properties that were asked for, unset ones as null, and those always there. */
export function shown(type: ObjectType, record: StoredRecord, asked: string[]): { [key: string]: ExactJson } {
  const always = ["createdate", type.modifiedProperty, "hs_object_id"];
  const known = new Set(type.properties.map(({ name }) => name));
  const names = [...new Set([...(asked.length > 0 ? asked : type.shown), ...always])].filter((name) => known.has(name));
  return {
    id: record.id,
    properties: Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null])),
    createdAt: record.properties.createdate ?? null,
    updatedAt: record.properties[type.modifiedProperty] ?? null,
    archived: record.archived,
  };
}

/** `properties=a,b&properties=c` */
export const namesIn = (query: URLSearchParams, parameter: string): string[] =>
  query.getAll(parameter).flatMap((list) => list.split(",").filter((name) => name !== ""));
