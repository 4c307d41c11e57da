import * as z from "zod";
import { JsonNumber, writeJson } from "../../_core/money/json-number.ts";
import { defineWrite } from "../../_kit/action.ts";
import { day, decimalIn, moneyIn, optionalText, textIn } from "../../_kit/fields.ts";
import { findAgain, vendorKey } from "../capability.ts";
import { findInvoicesLike } from "../find-invoices.ts";
import { api, jsonHeaders, parseWritten } from "../read-json.ts";
import { Invoice, toInvoice } from "../schemas/invoice.ts";
import { Invoices } from "../schemas/wire.ts";
import { onlyOne } from "./only-one.ts";

const Line = z
  .strictObject({
    description: textIn({ title: "Description", max: 4_000 }),
    quantity: decimalIn({ title: "Quantity", places: 4 }),
    unitAmount: moneyIn({
      title: "Unit amount",
      description: "Price of one, with or without tax as set above.",
      places: 4,
    }),
    discountRate: decimalIn({ title: "Discount in %", places: 4, positive: true })
      .nullish()
      .meta({ title: "Discount in %" }),
    accountCode: textIn({ title: "Account code", max: 10, options: "accounts" }),
    taxType: optionalText({
      title: "Tax type",
      description: "Without one, the account's own applies.",
      max: 50,
      options: "taxRates",
    }),
  })
  .meta({ title: "Invoice line" });

export const createInvoice = defineWrite({
  id: "create-invoice",
  title: "Create invoice",
  summary: "Creates a sales invoice or a bill for a contact.",
  keywords: ["bill", "sales", "accounts receivable", "ACCREC", "ACCPAY"],
  effect: "create",
  capability: vendorKey(findAgain),
  kept: ["invoiceId", "invoiceNumber", "total", "currency"],
  suggestedIdempotency: "reference",
  config: z.strictObject({
    type: z
      .enum(["ACCREC", "ACCPAY"])
      .default("ACCREC")
      .meta({ title: "Kind", "x-enum-titles": { ACCREC: "Sales invoice", ACCPAY: "Bill" } }),
    status: z
      .enum(["DRAFT", "SUBMITTED", "AUTHORISED"])
      .default("DRAFT")
      .meta({
        title: "Status",
        description: "Only an authorised invoice is in the books.",
        "x-enum-titles": { DRAFT: "Draft", SUBMITTED: "Awaiting approval", AUTHORISED: "Authorised" },
      }),
    lineAmountTypes: z
      .enum(["Exclusive", "Inclusive", "NoTax"])
      .default("Exclusive")
      .meta({
        title: "Amounts are",
        "x-enum-titles": { Exclusive: "Without tax", Inclusive: "With tax", NoTax: "Not taxed" },
      }),
  }),
  input: z.strictObject({
    contactId: textIn({ title: "Contact id", description: "Of the contact in Xero.", max: 36 }),
    date: day({ title: "Invoice date" }),
    dueDate: day({ title: "Due date" }),
    reference: textIn({
      title: "Reference",
      description: "Says which business object this invoice is for; it is found again by it.",
      max: 255,
    }),
    invoiceNumber: optionalText({ title: "Invoice number", description: "Without one, Xero numbers it.", max: 255 }),
    currency: optionalText({
      title: "Currency",
      description: "ISO code; without one, the organisation's own.",
      max: 3,
    }),
    lines: z.array(Line).min(1).max(1_000).meta({ title: "Lines" }),
  }),
  output: Invoice,

  request(input, { type, status, lineAmountTypes }, { vendorKey: key }) {
    const invoice = {
      Type: type,
      Status: status,
      Contact: { ContactID: input.contactId },
      Date: input.date,
      DueDate: input.dueDate,
      LineAmountTypes: lineAmountTypes,
      Reference: input.reference,
      InvoiceNumber: input.invoiceNumber || undefined,
      CurrencyCode: input.currency || undefined,
      LineItems: input.lines.map((line) => ({
        Description: line.description,
        Quantity: new JsonNumber(line.quantity),
        UnitAmount: new JsonNumber(line.unitAmount),
        DiscountRate: line.discountRate ? new JsonNumber(line.discountRate) : undefined,
        AccountCode: line.accountCode,
        TaxType: line.taxType || undefined,
      })),
    };
    return {
      method: "PUT",
      path: `${api}/Invoices`,
      // Four places in unit amounts; without it Xero rounds them to two.
      query: { unitdp: "4" },
      headers: { ...jsonHeaders, "idempotency-key": key },
      body: writeJson({ Invoices: [invoice] }),
    };
  },

  answer: (response) => toInvoice(onlyOne(parseWritten(Invoices, response.body).Invoices, "invoice")),

  object: ({ invoiceId, invoiceNumber, reference }) => ({
    id: invoiceId,
    label: invoiceNumber ?? reference ?? invoiceId,
    url: `https://go.xero.com/AccountsReceivable/View.aspx?InvoiceID=${invoiceId}`,
  }),

  find: findInvoicesLike,
});
