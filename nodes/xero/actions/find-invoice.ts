import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import { defineRead } from "../../_kit/action.ts";
import { optionalText } from "../../_kit/fields.ts";
import { readInvoices } from "../find-invoices.ts";
import { Invoice, toInvoice } from "../schemas/invoice.ts";

export const findInvoice = defineRead({
  id: "find-invoice",
  title: "Find invoice",
  summary: "Looks an invoice up by its number or its reference.",
  keywords: ["search", "lookup", "get", "read"],
  config: z.strictObject({
    type: z
      .enum(["ACCREC", "ACCPAY"])
      .default("ACCREC")
      .meta({ title: "Kind", "x-enum-titles": { ACCREC: "Sales invoice", ACCPAY: "Bill" } }),
  }),
  input: z.strictObject({
    invoiceNumber: optionalText({ title: "Invoice number", max: 255 }),
    reference: optionalText({ title: "Reference", description: "Used where no number is given.", max: 255 }),
  }),
  output: z.strictObject({
    found: z.boolean().meta({ title: "Was found" }),
    invoice: Invoice.nullable().meta({ title: "Invoice" }),
  }),

  async read({ invoiceNumber, reference }, { type }, http) {
    const wanted = invoiceNumber || reference;
    if (!wanted)
      throw new Fault({
        kind: "rejected",
        code: "invalid-input",
        message: "Neither *Invoice number* nor *Reference* has a value.",
        fix: "Map one of them.",
      });
    // A comma would be read as a list of numbers; such a number goes the way of a reference, by Xero's text search.
    const byNumber = invoiceNumber && !invoiceNumber.includes(",");
    const candidates = await readInvoices(http, byNumber ? { InvoiceNumbers: invoiceNumber } : { searchTerm: wanted });
    const hits = candidates.filter(
      (invoice) =>
        invoice.Type === type &&
        invoice.Status !== "DELETED" &&
        invoice.Status !== "VOIDED" &&
        (invoiceNumber ? invoice.InvoiceNumber === invoiceNumber : invoice.Reference === reference),
    );
    if (hits.length > 1)
      throw new Fault({
        kind: "rejected",
        code: "ambiguous",
        message: `Xero has ${hits.length} invoices with this reference.`,
        fix: "Look it up by its number.",
      });
    const [invoice] = hits;
    return { found: invoice !== undefined, invoice: invoice ? toInvoice(invoice) : null };
  },
});
