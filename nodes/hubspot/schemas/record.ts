import * as z from "zod";

/** A CRM record on the wire: every property is text or null, whatever its type. */
export const CrmRecord = z.looseObject({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  updatedAt: z.string().optional(),
  archived: z.boolean().optional(),
});
export type CrmRecord = z.infer<typeof CrmRecord>;

/** The same with the ids of records it is associated with, as a read with `associations=` gives them. */
const Associations = z.record(
  z.string(),
  z.looseObject({
    results: z.array(z.looseObject({ id: z.string(), type: z.string() })),
    paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
  }),
);
export const RecordWithAssociations = CrmRecord.extend({ associations: Associations.optional() });
export type RecordWithAssociations = z.infer<typeof RecordWithAssociations>;

export const RecordPage = z.looseObject({
  results: z.array(CrmRecord),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
});

/** Empty text means "no value" in HubSpot's forms and its API alike. */
export function propertyOf(record: CrmRecord, property: string): string | null {
  const value = record.properties[property];
  return value === undefined || value === null || value === "" ? null : value;
}

/** Ids are whole numbers as text; by number, so that the order does not change when one gains a digit. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
