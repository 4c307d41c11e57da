import * as z from "zod";
import type { Json } from "../../_core/json.ts";
import type { VendorAccount, VendorHttp } from "../../_kit/http.ts";
import type { PollPage } from "../../_kit/trigger.ts";
import { jsonHeaders, readJson } from "../read-json.ts";
import { type CrmRecord, propertyOf, RecordPage } from "../schemas/record.ts";

/**
 * Where the poll stands. `newestMs` is the latest change seen; each round asks again from `overlapMs` before it, since
 * the search index is only eventually consistent, and repeats fall to the dedupe key. Never before `floorMs`: a new
 * trigger does not replay history.
 */
const Cursor = z.strictObject({
  floorMs: z.number(),
  /** Lower bound of the round under way; fixed until the round ends, or its pages would shift. */
  sinceMs: z.number(),
  newestMs: z.number(),
  after: z.string().nullable(),
});
type Cursor = z.infer<typeof Cursor>;

const overlapMs = 120_000;
const pageSize = 100;
/** HubSpot's search ends here; a longer round goes on from the latest change seen. */
const maxSearchResults = 10_000;

export function startCursor(now: Date): Json {
  const at = now.getTime();
  return { floorMs: at, sinceMs: at, newestMs: at, after: null };
}

export async function fetchDealsInStage(
  stage: string,
  cursor: Json,
  http: VendorHttp,
  account: VendorAccount,
): Promise<PollPage> {
  const at = Cursor.parse(cursor);
  const page = await readJson(
    http,
    {
      method: "POST",
      path: "/crm/v3/objects/deals/search",
      headers: jsonHeaders,
      body: JSON.stringify({
        filterGroups: [
          {
            filters: [
              { propertyName: "hs_lastmodifieddate", operator: "GTE", value: String(at.sinceMs) },
              { propertyName: "dealstage", operator: "EQ", value: stage },
            ],
          },
        ],
        sorts: [{ propertyName: "hs_lastmodifieddate", direction: "ASCENDING" }],
        properties: ["dealname", "dealstage", "hs_lastmodifieddate"],
        limit: pageSize,
        ...(at.after === null ? {} : { after: at.after }),
      }),
    },
    RecordPage,
  );
  const events = page.results.map((record) => toEvent(record, stage, account));
  const newestMs = Math.max(at.newestMs, ...events.map(({ occurredAt }) => occurredAt));
  const after = page.paging?.next?.after ?? null;
  return { events, ...nextCursor({ ...at, newestMs }, after) };
}

function nextCursor(at: Cursor, after: string | null): { cursor: Json; more: boolean } {
  if (after !== null && Number(after) < maxSearchResults) return { cursor: { ...at, after }, more: true };
  if (after !== null) return { cursor: { ...at, sinceMs: at.newestMs, after: null }, more: true };
  const sinceMs = Math.max(at.floorMs, at.newestMs - overlapMs);
  return { cursor: { ...at, sinceMs, after: null }, more: false };
}

/** In the shape of a pushed event, so that one reader serves both. The time is the deal's last change: all a search knows. */
function toEvent(record: CrmRecord, stage: string, account: VendorAccount) {
  const modified = propertyOf(record, "hs_lastmodifieddate") ?? record.updatedAt ?? "";
  const occurredAt = /^\d+$/.test(modified) ? Number(modified) : Date.parse(modified);
  return {
    via: "poll",
    portalId: account.id,
    subscriptionType: "deal.propertyChange",
    objectId: record.id,
    propertyName: "dealstage",
    propertyValue: stage,
    occurredAt: Number.isNaN(occurredAt) ? 0 : occurredAt,
  };
}
