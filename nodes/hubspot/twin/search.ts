import * as z from "zod";
import { compareDecimals, decimalOfVendor } from "../../_core/money/decimal.ts";
import type { ObjectType } from "./object-types.ts";
import { type StoredRecord, timeValue } from "./records.ts";

const Filter = z.object({
  propertyName: z.string(),
  operator: z.enum([
    "EQ",
    "NEQ",
    "LT",
    "LTE",
    "GT",
    "GTE",
    "BETWEEN",
    "IN",
    "NOT_IN",
    "HAS_PROPERTY",
    "NOT_HAS_PROPERTY",
  ]),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});
type Filter = z.infer<typeof Filter>;

/** Sorts come as objects; the official SDK's types also allow plain names. */
const Sort = z.union([
  z.string().transform((propertyName) => ({ propertyName, direction: "ASCENDING" })),
  z.object({ propertyName: z.string(), direction: z.string().default("ASCENDING") }),
]);

/** The part of HubSpot's search that the twin plays: groups are joined by "or", filters in one by "and". */
export const SearchBody = z.object({
  filterGroups: z
    .array(z.object({ filters: z.array(Filter).max(6) }))
    .max(5)
    .default([]),
  sorts: z.array(Sort).max(1).default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().min(0).max(200).default(10),
  after: z.union([z.string(), z.number()]).nullish(),
});
export type SearchBody = z.infer<typeof SearchBody>;

export function searchRecords(type: ObjectType, records: StoredRecord[], search: SearchBody): StoredRecord[] {
  const { filterGroups, sorts } = search;
  const hits = records.filter(
    (record) =>
      filterGroups.length === 0 || filterGroups.some(({ filters }) => filters.every((f) => fits(type, record, f))),
  );
  const [sort] = sorts;
  if (!sort) return hits;
  const sign = sort.direction === "DESCENDING" ? -1 : 1;
  return hits.sort(
    (a, b) => sign * compare(type, sort.propertyName, valueIn(a, sort.propertyName), valueIn(b, sort.propertyName)),
  );
}

function fits(type: ObjectType, record: StoredRecord, filter: Filter): boolean {
  const { propertyName, operator, value = "", highValue = "", values = [] } = filter;
  const actual = valueIn(record, propertyName);
  if (operator === "HAS_PROPERTY") return actual !== "";
  if (operator === "NOT_HAS_PROPERTY") return actual === "";
  const against = (wanted: string): number => compare(type, propertyName, actual, wanted);
  if (operator === "NEQ") return against(value) !== 0;
  if (operator === "NOT_IN") return values.every((wanted) => against(wanted) !== 0);
  if (actual === "") return false;
  switch (operator) {
    case "EQ":
      return against(value) === 0;
    case "LT":
      return against(value) < 0;
    case "LTE":
      return against(value) <= 0;
    case "GT":
      return against(value) > 0;
    case "GTE":
      return against(value) >= 0;
    case "BETWEEN":
      return against(value) >= 0 && against(highValue) <= 0;
    case "IN":
      return values.some((wanted) => against(wanted) === 0);
  }
}

const valueIn = (record: StoredRecord, property: string): string => record.properties[property] ?? "";

function compare(type: ObjectType, property: string, a: string, b: string): number {
  const kind = type.properties.find(({ name }) => name === property)?.type;
  if (kind === "datetime") return Math.sign(timeValue(a) - timeValue(b)) || 0;
  if (kind === "number" && a !== "" && b !== "") return compareDecimals(decimalOfVendor(a), decimalOfVendor(b));
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
