import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import { instant, textOut } from "../../_kit/fields.ts";
import { keyOf } from "../../_kit/key-of.ts";
import { defineTrigger } from "../../_kit/trigger.ts";
import { api, readJson } from "../read-json.ts";
import { invoiceEventSample } from "../samples/invoice-event.ts";
import { Invoice, InvoiceLine, toInvoice, toInvoiceLines } from "../schemas/invoice.ts";
import { Invoices, timeOf } from "../schemas/wire.ts";
import { XeroEvent } from "../webhook.ts";
import { fetchChangedInvoices, startCursor } from "./changed-invoices.ts";

export const InvoiceEvent = z.strictObject({
  tenantId: textOut({ title: "Organisation id" }),
  invoice: Invoice,
  lines: z.array(InvoiceLine).meta({ title: "Lines" }),
  /** How and when we heard of it; only in here may two deliveries of an unchanged invoice differ. */
  source: z
    .strictObject({
      via: z.enum(["webhook", "poll"]).meta({ title: "Heard by" }),
      change: z.enum(["created", "updated"]).meta({ title: "Change" }),
      occurredAt: instant({ title: "Happened at" }),
    })
    .meta({ title: "Source", description: "Differs between deliveries of the same invoice." }),
});

export const invoiceUpdated = defineTrigger({
  id: "invoice-updated",
  title: "Invoice created or updated",
  summary: "Starts when a sales invoice or a bill is created or changed, with its lines.",
  keywords: ["bill", "paid", "approved", "sales"],
  config: z.strictObject({}),
  event: InvoiceEvent,

  accepts: (event) => XeroEvent.parse(event).eventCategory === "INVOICE",

  poll: {
    intervalMs: 120_000,
    start: startCursor,
    fetch: (_config, cursor, http, account) => fetchChangedInvoices(cursor, http, account),
    dedupeKey: (event) => {
      const { tenantId, resourceId, eventDateUtc } = XeroEvent.parse(event);
      return keyOf("poll", tenantId, resourceId, eventDateUtc);
    },
  },

  entityKey: (event) => `invoice:${XeroEvent.parse(event).resourceId}`,
  businessKey: (event) =>
    typeof event.number === "string" ? event.number : `Invoice ${XeroEvent.parse(event).resourceId}`,

  async enrich(event, http) {
    const { tenantId, resourceId, eventType, eventDateUtc } = XeroEvent.parse(event);
    const path = `${api}/Invoices/${encodeURIComponent(resourceId)}`;
    const { Invoices: invoices } = await readJson(http, { method: "GET", path, query: { unitdp: "4" } }, Invoices);
    const [invoice] = invoices;
    if (!invoice) throw new Fault({ kind: "rejected", code: "not-found", message: "Xero does not have this invoice." });
    return {
      tenantId,
      invoice: toInvoice(invoice),
      lines: toInvoiceLines(invoice),
      source: {
        via: event.via === "poll" ? ("poll" as const) : ("webhook" as const),
        change: eventType === "CREATE" ? ("created" as const) : ("updated" as const),
        occurredAt: new Date(timeOf(eventDateUtc) ?? 0).toISOString(),
      },
    };
  },

  sample: invoiceEventSample,
});
