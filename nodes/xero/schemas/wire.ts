import * as z from "zod";

/**
 * Records on the wire. Loose: Xero adds fields. Numbers arrive here as their own text, read by the reader that keeps
 * every digit; ids and codes are text.
 */
const figure = z.string();

/** `/Date(1518685950940+0000)/`, or ISO text without a zone, which is UTC. */
export const XeroDate = z.string();

export const WireContact = z.looseObject({
  ContactID: z.string(),
  ContactNumber: z.string().nullish(),
  Name: z.string().nullish(),
  EmailAddress: z.string().nullish(),
  ContactStatus: z.string().nullish(),
});

export const WireLine = z.looseObject({
  LineItemID: z.string().nullish(),
  Description: z.string().nullish(),
  Quantity: figure.nullish(),
  UnitAmount: figure.nullish(),
  AccountCode: z.string().nullish(),
  TaxType: z.string().nullish(),
  TaxAmount: figure.nullish(),
  LineAmount: figure.nullish(),
  DiscountRate: figure.nullish(),
});

export const WirePayment = z.looseObject({
  PaymentID: z.string(),
  Date: XeroDate.nullish(),
  Amount: figure,
  Reference: z.string().nullish(),
  Status: z.string().nullish(),
});

export const WireInvoice = z.looseObject({
  InvoiceID: z.string(),
  InvoiceNumber: z.string().nullish(),
  Type: z.string(),
  Status: z.string(),
  Reference: z.string().nullish(),
  Contact: WireContact.nullish(),
  Date: XeroDate.nullish(),
  DateString: z.string().nullish(),
  DueDate: XeroDate.nullish(),
  DueDateString: z.string().nullish(),
  CurrencyCode: z.string().nullish(),
  LineAmountTypes: z.string().nullish(),
  SubTotal: figure,
  TotalTax: figure,
  Total: figure,
  AmountDue: figure.nullish(),
  AmountPaid: figure.nullish(),
  LineItems: z.array(WireLine).nullish(),
  Payments: z.array(WirePayment).nullish(),
  UpdatedDateUTC: XeroDate.nullish(),
});
export type WireInvoice = z.infer<typeof WireInvoice>;

export const Invoices = z.looseObject({
  Invoices: z.array(WireInvoice),
  pagination: z.looseObject({ page: figure.nullish(), pageCount: figure.nullish() }).nullish(),
});
export const Contacts = z.looseObject({ Contacts: z.array(WireContact) });
export const Payments = z.looseObject({
  Payments: z.array(
    WirePayment.extend({
      Invoice: z.looseObject({ InvoiceID: z.string(), InvoiceNumber: z.string().nullish() }).nullish(),
    }),
  ),
});

/** Milliseconds of a date on the wire, or null where it is none. */
export function timeOf(date: string | null | undefined): number | null {
  if (!date) return null;
  const ticks = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/.exec(date);
  if (ticks) return Number(ticks[1]);
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** The calendar day of a document: Xero writes it as midnight UTC. */
export function dayOf(text: string | null | undefined, ticks: string | null | undefined): string | null {
  const ms = timeOf(text ?? ticks);
  return ms === null ? null : new Date(ms).toISOString().slice(0, 10);
}
