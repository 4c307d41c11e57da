import * as z from "zod";
import type { JsonObject } from "../../_core/json.ts";
import { roundDecimal, subtractDecimals } from "../../_core/money/decimal.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { dayOf } from "../schemas/wire.ts";
import { baseCurrency, currencies } from "./books.ts";
import { reportChange } from "./changes.ts";
import { findContactByName, findContactByNumber, loadContact, type StoredContact } from "./contacts.ts";
import { checkLines, GivenLine, StoredLine } from "./invoice-lines.ts";
import { totalsOf } from "./totals.ts";
import type { Checked } from "./written.ts";

const Text = z.string().nullish();

export const GivenInvoice = z.looseObject({
  InvoiceID: Text,
  InvoiceNumber: z.string().max(255).nullish(),
  Type: z.enum(["ACCREC", "ACCPAY"]).nullish(),
  Status: z.enum(["DRAFT", "SUBMITTED", "AUTHORISED", "VOIDED", "DELETED"]).nullish(),
  Contact: z.looseObject({ ContactID: Text, ContactNumber: Text, Name: Text }).nullish(),
  Date: Text,
  DueDate: Text,
  LineAmountTypes: z.enum(["Exclusive", "Inclusive", "NoTax"]).nullish(),
  Reference: z.string().max(255).nullish(),
  CurrencyCode: Text,
  LineItems: z.array(GivenLine).nullish(),
});
export type GivenInvoice = z.infer<typeof GivenInvoice>;

export const StoredInvoice = z.object({
  InvoiceID: z.string(),
  InvoiceNumber: z.string(),
  Type: z.enum(["ACCREC", "ACCPAY"]),
  Status: z.string(),
  ContactID: z.string(),
  ContactName: z.string(),
  Date: z.string().nullable(),
  DueDate: z.string().nullable(),
  LineAmountTypes: z.enum(["Exclusive", "Inclusive", "NoTax"]),
  Reference: z.string(),
  CurrencyCode: z.string(),
  SubTotal: z.string(),
  TotalTax: z.string(),
  Total: z.string(),
  AmountPaid: z.string(),
  AmountDue: z.string(),
  LineItems: z.array(StoredLine),
  UpdatedMs: z.number(),
});
export type StoredInvoice = z.infer<typeof StoredInvoice>;

const collection = "invoices";

export async function loadInvoice(context: TwinContext, idOrNumber: string): Promise<StoredInvoice | null> {
  const body = await context.store.get(collection, idOrNumber.toLowerCase());
  if (body) return StoredInvoice.parse(body);
  return findInvoiceByNumber(context, idOrNumber);
}

/** Numbers of sales invoices are unique; two bills may share one. */
async function findInvoiceByNumber({ store }: TwinContext, number: string): Promise<StoredInvoice | null> {
  const [found] = await store.list(collection, { InvoiceNumber: number, Type: "ACCREC" });
  return found ? StoredInvoice.parse(found.body) : null;
}

export async function listInvoices({ store }: TwinContext): Promise<StoredInvoice[]> {
  return (await store.list(collection)).map(({ body }) => StoredInvoice.parse(body));
}

export async function storeInvoice(context: TwinContext, invoice: StoredInvoice, isNew: boolean): Promise<void> {
  const body: JsonObject = { ...invoice };
  await context.store.put(collection, invoice.InvoiceID, body);
  reportChange(context, "INVOICE", invoice.InvoiceID, isNew ? "CREATE" : "UPDATE");
}

export interface WriteRules {
  /** PUT makes new ones only; POST also changes the one with the same id or number. */
  method: string;
  /** Decimal places of unit amounts: 2, or 4 with `unitdp=4`. */
  unitPlaces: number;
  /** Numbers taken by earlier elements of the same request. */
  taken: Set<string>;
}

export async function checkInvoice(
  context: TwinContext,
  given: GivenInvoice,
  rules: WriteRules,
): Promise<Checked<{ invoice: StoredInvoice; isNew: boolean }>> {
  const known = await existing(context, given, rules.method);
  if (given.InvoiceID && !known) return { problems: ["The document could not be found"] };
  if (known && !["DRAFT", "SUBMITTED", "AUTHORISED"].includes(known.Status))
    return { problems: ["Invoice not of valid status for modification"] };
  const problems: string[] = [];
  const type = given.Type ?? known?.Type;
  if (!type) return { problems: ["A type must be specified for this document"] };

  const contact = await contactOf(context, given, known);
  if ("problem" in contact) problems.push(contact.problem);
  const number = await numberOf(context, given, known, type, rules);
  if ("problem" in number) problems.push(number.problem);
  const currency = given.CurrencyCode ?? known?.CurrencyCode ?? baseCurrency;
  if (!currencies.includes(currency)) problems.push(`Organisation is not subscribed to currency ${currency}`);
  const status = given.Status ?? known?.Status ?? "DRAFT";
  const date = dayOf(given.Date, null) ?? known?.Date ?? context.now.toISOString().slice(0, 10);
  const dueDate = dayOf(given.DueDate, null) ?? known?.DueDate ?? null;
  if (status === "AUTHORISED" && !dueDate) problems.push("The document due date cannot be empty");

  const types = given.LineAmountTypes ?? known?.LineAmountTypes ?? "Exclusive";
  const lines = given.LineItems
    ? checkLines(context, given.LineItems, { type, types, status, unitPlaces: rules.unitPlaces })
    : { lines: known?.LineItems ?? [] };
  if ("problems" in lines) problems.push(...lines.problems);
  if (problems.length > 0 || "problem" in contact || "problem" in number || "problems" in lines) return { problems };

  const totals = totalsOf(
    lines.lines.map(({ LineAmount, TaxAmount }) => ({ lineAmount: LineAmount, taxAmount: TaxAmount })),
    types,
  );
  const paid = known?.AmountPaid ?? "0.00";
  const open = status === "VOIDED" || status === "DELETED" ? "0.00" : subtractDecimals(totals.total, paid);
  const invoice: StoredInvoice = {
    InvoiceID: known?.InvoiceID ?? context.uuid(),
    InvoiceNumber: number.number,
    Type: type,
    Status: status,
    ContactID: contact.contact.ContactID,
    ContactName: contact.contact.Name,
    Date: date,
    DueDate: dueDate,
    LineAmountTypes: types,
    Reference: given.Reference ?? known?.Reference ?? "",
    CurrencyCode: currency,
    SubTotal: totals.subTotal,
    TotalTax: totals.totalTax,
    Total: totals.total,
    AmountPaid: paid,
    AmountDue: roundDecimal(open, 2, "half-up"),
    LineItems: lines.lines,
    UpdatedMs: context.now.getTime(),
  };
  return { record: { invoice, isNew: known === null } };
}

async function existing(context: TwinContext, given: GivenInvoice, method: string): Promise<StoredInvoice | null> {
  if (given.InvoiceID) return loadInvoice(context, given.InvoiceID);
  if (method === "PUT" || !given.InvoiceNumber || given.Type === "ACCPAY") return null;
  return findInvoiceByNumber(context, given.InvoiceNumber);
}

async function contactOf(
  context: TwinContext,
  { Contact }: GivenInvoice,
  known: StoredInvoice | null,
): Promise<{ contact: StoredContact } | { problem: string }> {
  const id = Contact?.ContactID ?? (Contact ? null : known?.ContactID);
  const found = id
    ? await loadContact(context, id)
    : Contact?.ContactNumber
      ? await findContactByNumber(context, Contact.ContactNumber)
      : Contact?.Name
        ? await findContactByName(context, Contact.Name)
        : null;
  if (!id && !Contact?.ContactNumber && !Contact?.Name)
    return { problem: "A Contact must be specified for this type of transaction" };
  if (!found) return { problem: "The Contact could not be found" };
  if (found.ContactStatus !== "ACTIVE")
    return {
      problem:
        "The specified contact details matched an archived contact. Archived contacts cannot be used on a document.",
    };
  return { contact: found };
}

async function numberOf(
  context: TwinContext,
  given: GivenInvoice,
  known: StoredInvoice | null,
  type: "ACCREC" | "ACCPAY",
  { taken }: WriteRules,
): Promise<{ number: string } | { problem: string }> {
  const number = given.InvoiceNumber || known?.InvoiceNumber;
  if (type === "ACCPAY") return { number: number ?? "" };
  if (!number) return { number: `INV-${String(await context.store.nextNumber("invoice-numbers")).padStart(4, "0")}` };
  const owner = await findInvoiceByNumber(context, number);
  if (taken.has(number) || (owner && owner.InvoiceID !== known?.InvoiceID))
    return { problem: "Invoice # must be unique." };
  taken.add(number);
  return { number };
}
