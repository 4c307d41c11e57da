import { JsonNumber } from "../../_core/money/json-number.ts";
import type { StoredInvoice } from "./invoices.ts";
import { dayParts, ticks } from "./organisation-call.ts";
import type { StoredPayment } from "./payments.ts";
import type { ElementJson } from "./written.ts";

/** An invoice as the API shows it. A list that asks for no page gives summaries, without lines. */
export function shownInvoice(invoice: StoredInvoice, payments: StoredPayment[], withLines: boolean): ElementJson {
  return {
    Type: invoice.Type,
    InvoiceID: invoice.InvoiceID,
    InvoiceNumber: invoice.InvoiceNumber,
    Reference: invoice.Reference,
    Payments: payments
      .filter(({ InvoiceID, Status }) => InvoiceID === invoice.InvoiceID && Status === "AUTHORISED")
      .map((payment) => ({
        PaymentID: payment.PaymentID,
        Date: ticks(Date.parse(`${payment.Date}T00:00:00Z`)),
        Amount: new JsonNumber(payment.Amount),
        Reference: payment.Reference,
        HasAccount: true,
        HasValidationErrors: false,
      })),
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    AmountDue: new JsonNumber(invoice.AmountDue),
    AmountPaid: new JsonNumber(invoice.AmountPaid),
    AmountCredited: new JsonNumber("0.00"),
    CurrencyRate: new JsonNumber("1.0000000000"),
    HasErrors: false,
    IsDiscounted: invoice.LineItems.some(({ DiscountRate }) => DiscountRate !== null),
    HasAttachments: false,
    Contact: { ContactID: invoice.ContactID, Name: invoice.ContactName, HasValidationErrors: false },
    ...dayParts("Date", invoice.Date),
    ...dayParts("DueDate", invoice.DueDate),
    Status: invoice.Status,
    LineAmountTypes: invoice.LineAmountTypes,
    LineItems: withLines
      ? invoice.LineItems.map((line) => ({
          LineItemID: line.LineItemID,
          Description: line.Description,
          UnitAmount: new JsonNumber(line.UnitAmount),
          TaxType: line.TaxType,
          TaxAmount: new JsonNumber(line.TaxAmount),
          LineAmount: new JsonNumber(line.LineAmount),
          ...(line.AccountCode === null ? {} : { AccountCode: line.AccountCode }),
          Quantity: new JsonNumber(line.Quantity),
          ...(line.DiscountRate === null ? {} : { DiscountRate: new JsonNumber(line.DiscountRate) }),
          Tracking: [],
        }))
      : [],
    SubTotal: new JsonNumber(invoice.SubTotal),
    TotalTax: new JsonNumber(invoice.TotalTax),
    Total: new JsonNumber(invoice.Total),
    UpdatedDateUTC: ticks(invoice.UpdatedMs),
    CurrencyCode: invoice.CurrencyCode,
  };
}
