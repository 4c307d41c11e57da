import type { JsonObject } from "#nodes/_core/json.ts";
import { listTwinRecords } from "#server/twins/list-twin-records.ts";
import { performGesture } from "#server/twins/perform-gesture.ts";

export interface FirstRun {
  vendor: string;
  gesture: string;
  recordId: string;
}

/** What makes a template's flow run for the first time in the sandboxes: a gesture on a record that suits. */
interface FirstGesture {
  vendor: string;
  gesture: string;
  collection: string;
  suits(record: JsonObject): boolean;
}

const firstGestures: Record<string, FirstGesture | undefined> = {
  "hubspot-deal-won-xero-invoice": {
    vendor: "hubspot",
    gesture: "win-deal",
    collection: "deals",
    suits: ({ dealstage, amount }) =>
      dealstage !== "closedwon" && dealstage !== "closedlost" && Number(amount ?? 0) > 0,
  },
};

/** Null where the template has no such gesture, or no record is left that suits. */
export async function startFirstRun(orgId: string, templateId: string): Promise<FirstRun | null> {
  const first = firstGestures[templateId];
  if (!first) return null;
  const { records } = await listTwinRecords(orgId, first.vendor, first.collection);
  const record = records.findLast(({ body }) => first.suits(body));
  if (!record) return null;
  await performGesture(orgId, first.vendor, first.gesture, { id: record.id });
  return { vendor: first.vendor, gesture: first.gesture, recordId: record.id };
}
