import * as z from "zod";
import { normalDecimal, roundDecimal } from "../../_core/money/decimal.ts";
import { day, decimalOut, moneyOut, optionalTextOut, textOut } from "../../_kit/fields.ts";
import { dayOf, type WireInvoice } from "./wire.ts";

/** An invoice as mappings see it; amounts are exact decimal text. */
export const Invoice = z
  .strictObject({
    invoiceId: textOut({ title: "Invoice id" }),
    invoiceNumber: optionalTextOut({ title: "Invoice number" }),
    type: textOut({ title: "Kind", description: "ACCREC is a sales invoice, ACCPAY a bill." }),
    status: textOut({ title: "Status" }),
    reference: optionalTextOut({ title: "Reference" }),
    contactId: optionalTextOut({ title: "Contact id" }),
    contactName: optionalTextOut({ title: "Contact name" }),
    date: day({ title: "Invoice date" }).nullable().meta({ title: "Invoice date" }),
    dueDate: day({ title: "Due date" }).nullable().meta({ title: "Due date" }),
    currency: optionalTextOut({ title: "Currency" }),
    subTotal: moneyOut({ title: "Subtotal" }),
    totalTax: moneyOut({ title: "Tax" }),
    total: moneyOut({ title: "Total" }),
    amountDue: moneyOut({ title: "Amount due" }),
    amountPaid: moneyOut({ title: "Amount paid" }),
  })
  .meta({ title: "Invoice" });
export type Invoice = z.infer<typeof Invoice>;

export const InvoiceLine = z
  .strictObject({
    lineId: optionalTextOut({ title: "Line id" }),
    description: optionalTextOut({ title: "Description" }),
    quantity: decimalOut({ title: "Quantity" }).nullable().meta({ title: "Quantity" }),
    unitAmount: moneyOut({ title: "Unit amount" }).nullable().meta({ title: "Unit amount" }),
    discountRate: decimalOut({ title: "Discount in %" }).nullable().meta({ title: "Discount in %" }),
    accountCode: optionalTextOut({ title: "Account code" }),
    taxType: optionalTextOut({ title: "Tax type" }),
    lineAmount: moneyOut({ title: "Line amount" }).nullable().meta({ title: "Line amount" }),
    taxAmount: moneyOut({ title: "Tax amount" }).nullable().meta({ title: "Tax amount" }),
  })
  .meta({ title: "Invoice line" });
export type InvoiceLine = z.infer<typeof InvoiceLine>;

export const toInvoice = (wire: WireInvoice): Invoice => ({
  invoiceId: wire.InvoiceID,
  invoiceNumber: wire.InvoiceNumber || null,
  type: wire.Type,
  status: wire.Status,
  reference: wire.Reference || null,
  contactId: wire.Contact?.ContactID ?? null,
  contactName: wire.Contact?.Name ?? null,
  date: dayOf(wire.DateString, wire.Date),
  dueDate: dayOf(wire.DueDateString, wire.DueDate),
  currency: wire.CurrencyCode ?? null,
  subTotal: cents(wire.SubTotal),
  totalTax: cents(wire.TotalTax),
  total: cents(wire.Total),
  amountDue: cents(wire.AmountDue ?? "0"),
  amountPaid: cents(wire.AmountPaid ?? "0"),
});

export const toInvoiceLines = (wire: WireInvoice): InvoiceLine[] =>
  (wire.LineItems ?? []).map((line) => ({
    lineId: line.LineItemID ?? null,
    description: line.Description ?? null,
    quantity: line.Quantity ? normalDecimal(line.Quantity) : null,
    unitAmount: line.UnitAmount ? normalDecimal(line.UnitAmount) : null,
    discountRate: line.DiscountRate ? normalDecimal(line.DiscountRate) : null,
    accountCode: line.AccountCode ?? null,
    taxType: line.TaxType ?? null,
    lineAmount: line.LineAmount ? cents(line.LineAmount) : null,
    taxAmount: line.TaxAmount ? cents(line.TaxAmount) : null,
  }));

/** Xero keeps two places in every currency; printed always, so that equal totals are equal text. */
const cents = (text: string): string => roundDecimal(text, 2, "half-up");
