import * as z from "zod";
import type { Json } from "../../_core/json.ts";
import type { VendorAccount, VendorHttp } from "../../_kit/http.ts";
import type { PollPage } from "../../_kit/trigger.ts";
import { api, readJson } from "../read-json.ts";
import { Invoices, timeOf, type WireInvoice } from "../schemas/wire.ts";

/**
 * Where the poll stands: pages of what changed since `sinceMs`, oldest change first. The next round starts `overlapMs`
 * before the latest change seen, since a change may become visible after a later one; repeats fall to the dedupe key.
 */
const Cursor = z.strictObject({ floorMs: z.number(), sinceMs: z.number(), newestMs: z.number(), page: z.number() });

const overlapMs = 60_000;
const pageSize = 100;

export function startCursor(now: Date): Json {
  const at = now.getTime();
  return { floorMs: at, sinceMs: at, newestMs: at, page: 1 };
}

export async function fetchChangedInvoices(cursor: Json, http: VendorHttp, account: VendorAccount): Promise<PollPage> {
  const at = Cursor.parse(cursor);
  const { Invoices: invoices } = await readJson(
    http,
    {
      method: "GET",
      path: `${api}/Invoices`,
      query: { order: "UpdatedDateUTC ASC", page: String(at.page), pageSize: String(pageSize) },
      headers: { "if-modified-since": new Date(at.sinceMs).toISOString() },
    },
    Invoices,
  );
  // The header counts in whole seconds at some vendors; what is older than asked for is not news.
  const changed = invoices.filter((invoice) => (timeOf(invoice.UpdatedDateUTC) ?? 0) >= at.sinceMs);
  const newestMs = Math.max(at.newestMs, ...changed.map((invoice) => timeOf(invoice.UpdatedDateUTC) ?? 0));
  const more = invoices.length === pageSize;
  const sinceMs = more ? at.sinceMs : Math.max(at.floorMs, newestMs - overlapMs);
  return {
    events: changed.map((invoice) => toEvent(invoice, account)),
    cursor: { ...at, sinceMs, newestMs, page: more ? at.page + 1 : 1 },
    more,
  };
}

/** In the shape of a pushed event, so that one reader serves both. A list does not tell a new invoice from a changed one. */
const toEvent = (invoice: WireInvoice, account: VendorAccount) => ({
  via: "poll",
  tenantId: account.id,
  resourceId: invoice.InvoiceID,
  number: invoice.InvoiceNumber || null,
  eventCategory: "INVOICE",
  eventType: "UPDATE",
  eventDateUtc: new Date(timeOf(invoice.UpdatedDateUTC) ?? 0).toISOString(),
});
