import { Fault } from "../../_core/fault.ts";

/** We write one record at a time, so a success names exactly one; anything else leaves the outcome unknown. */
export function onlyOne<T>(records: T[], noun: string): T {
  const [record] = records;
  if (record !== undefined && records.length === 1) return record;
  throw new Fault({
    kind: "in-doubt",
    code: "broken-answer",
    message: `Xero answered with success, but named ${records.length} records instead of one ${noun}.`,
    fix: `Look in Xero whether the ${noun} was written.`,
  });
}
