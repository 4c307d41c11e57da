import * as z from "zod";
import { type ExactJson, readJsonWithNumbersAsText } from "../../_core/money/json-number.ts";
import { readBody } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { api } from "../read-json.ts";
import { badRequest, notFound, queryRefused } from "./errors.ts";
import { checkInvoice, GivenInvoice, listInvoices, loadInvoice, type StoredInvoice, storeInvoice } from "./invoices.ts";
import { changedSince, idsIn, pageOf, parseWhere } from "./list.ts";
import { envelope, organisationCall } from "./organisation-call.ts";
import { listPayments } from "./payments.ts";
import { shownInvoice } from "./shown-invoice.ts";
import { writeElements } from "./written.ts";

const Body = z.union([
  z.looseObject({ Invoices: z.array(GivenInvoice).min(1) }).transform(({ Invoices }) => Invoices),
  GivenInvoice.transform((invoice) => [invoice]),
]);

const path = `${api}/Invoices`;

export const invoiceRoutes: TwinRoute[] = [
  { method: "GET", path, mutates: false, handle: organisationCall(list) },
  { method: "PUT", path, mutates: true, handle: organisationCall(write) },
  { method: "POST", path, mutates: true, handle: organisationCall(write) },
  { method: "GET", path: `${path}/:id`, mutates: false, handle: organisationCall(read) },
  { method: "POST", path: `${path}/:id`, mutates: true, handle: organisationCall(write) },
];

async function list({ query, headers }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const conditions = parseWhere(query.get("where") ?? "");
  if (query.has("where") && !conditions) return queryRefused("This where clause is not known to the sandbox");
  const ids = idsIn(query.get("IDs"));
  const numbers = idsIn(query.get("InvoiceNumbers"));
  const contacts = idsIn(query.get("ContactIDs"));
  const statuses = idsIn(query.get("Statuses"));
  const term = query.get("searchTerm")?.toLowerCase();
  const found = changedSince(await listInvoices(context), headers["if-modified-since"])
    .filter(({ InvoiceID }) => !ids || ids.has(InvoiceID))
    .filter(({ InvoiceNumber }) => !numbers || numbers.has(InvoiceNumber.toLowerCase()))
    .filter(({ ContactID }) => !contacts || contacts.has(ContactID))
    .filter(({ Status }) => !statuses || statuses.has(Status.toLowerCase()))
    .filter((invoice) => !query.has("where") || (conditions ?? []).every((c) => fieldOf(invoice, c.field) === c.value))
    .filter(
      ({ InvoiceNumber, Reference }) =>
        !term || InvoiceNumber.toLowerCase().includes(term) || Reference.toLowerCase().includes(term),
    );
  const { records, pagination } = pageOf(ordered(found, query.get("order")), query);
  const payments = await listPayments(context);
  const withLines = pagination !== undefined && query.get("summaryOnly") !== "true";
  const shown: ExactJson[] = records.map((invoice) => shownInvoice(invoice, payments, withLines));
  return envelope(context, { ...(pagination ? { pagination } : {}), Invoices: shown });
}

async function read({ params: { id = "" } }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const invoice = await loadInvoice(context, id);
  if (!invoice) return notFound;
  return envelope(context, { Invoices: [shownInvoice(invoice, await listPayments(context), true)] });
}

async function write(request: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(Body, request.body, readJsonWithNumbersAsText);
  if ("problem" in parsed) return badRequest(parsed.problem);
  const unitPlaces = request.query.get("unitdp") === "4" ? 4 : 2;
  const rules = { method: request.method, unitPlaces, taken: new Set<string>() };
  const checked = [];
  for (const element of parsed.data) {
    const given = request.params.id ? { ...element, InvoiceID: request.params.id } : element;
    const echo = {
      Type: given.Type ?? undefined,
      InvoiceNumber: given.InvoiceNumber ?? undefined,
      Reference: given.Reference ?? undefined,
    };
    checked.push({ given: echo, outcome: await checkInvoice(context, given, rules) });
  }
  const payments = await listPayments(context);
  return writeElements(request, context, {
    plural: "Invoices",
    checked,
    store: ({ invoice, isNew }) => storeInvoice(context, invoice, isNew),
    shown: ({ invoice }) => shownInvoice(invoice, payments, true),
  });
}

function ordered(invoices: StoredInvoice[], order: string | null): StoredInvoice[] {
  const [field = "", direction = "ASC"] = (order ?? "").split(/\s+/);
  const sign = direction.toUpperCase() === "DESC" ? -1 : 1;
  const key = (invoice: StoredInvoice): string | number =>
    field === "UpdatedDateUTC" ? invoice.UpdatedMs : field === "Date" ? (invoice.Date ?? "") : invoice.InvoiceNumber;
  return field === ""
    ? invoices
    : [...invoices].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function fieldOf(invoice: StoredInvoice, field: string): string | null {
  if (field === "Contact.ContactID") return invoice.ContactID;
  const value: unknown = Object.entries(invoice).find(([name]) => name === field)?.[1];
  return typeof value === "string" ? value : null;
}
