import * as z from "zod";
import { Fault } from "../_core/fault.ts";
import { readJsonWithNumbersAsText } from "../_core/money/json-number.ts";
import type { VendorHttp, WireRequest } from "../_kit/http.ts";
import { api, readJson } from "./read-json.ts";
import { type Invoice, toInvoice } from "./schemas/invoice.ts";
import { Invoices, type WireInvoice } from "./schemas/wire.ts";

/** The parts of a frozen request that say which invoice it was for. */
const Sent = z.looseObject({
  Invoices: z.tuple([
    z.looseObject({
      Type: z.string(),
      Reference: z.string().optional(),
      InvoiceNumber: z.string().optional(),
      Contact: z.looseObject({ ContactID: z.string() }),
    }),
  ]),
});

/**
 * Invoices that an earlier sending of this request may have made: of the same kind and contact, with the same number, or else
 * the same reference. Deleted and voided ones are no longer an effect.
 */
export async function findInvoicesLike(request: WireRequest, http: VendorHttp): Promise<Invoice[]> {
  const [sent] = Sent.parse(readJsonWithNumbersAsText(request.body ?? "")).Invoices;
  const candidates = await readInvoices(http, { ContactIDs: sent.Contact.ContactID });
  return candidates
    .filter(({ Type, Status }) => Type === sent.Type && Status !== "DELETED" && Status !== "VOIDED")
    .filter((invoice) =>
      sent.InvoiceNumber === undefined
        ? sent.Reference !== undefined && invoice.Reference === sent.Reference
        : invoice.InvoiceNumber === sent.InvoiceNumber,
    )
    .map(toInvoice);
}

const pageSize = 100;
const maxPages = 500;

/** All pages of a filtered list. The filter is always a query parameter of its own, never text inside `where`. */
export async function readInvoices(http: VendorHttp, filter: Record<string, string>): Promise<WireInvoice[]> {
  const all: WireInvoice[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const query = { ...filter, page: String(page), pageSize: String(pageSize) };
    const { Invoices: some } = await readJson(http, { method: "GET", path: `${api}/Invoices`, query }, Invoices);
    all.push(...some);
    if (some.length < pageSize) return all;
  }
  throw new Fault({
    kind: "unavailable",
    code: "endless-list",
    message: `Xero's list of invoices did not end after ${maxPages} pages.`,
  });
}
