import * as z from "zod";
import { compareDecimals } from "../../_core/money/decimal.ts";
import { JsonNumber, readJsonWithNumbersAsText, writeJson } from "../../_core/money/json-number.ts";
import { defineWrite } from "../../_kit/action.ts";
import { day, moneyIn, moneyOut, optionalTextOut, textIn, textOut } from "../../_kit/fields.ts";
import type { VendorHttp, WireRequest } from "../../_kit/http.ts";
import { findAgain, vendorKey } from "../capability.ts";
import { api, jsonHeaders, parseWritten, readJson } from "../read-json.ts";
import { dayOf, Invoices, Payments } from "../schemas/wire.ts";
import { onlyOne } from "./only-one.ts";

const Payment = z.strictObject({
  paymentId: textOut({ title: "Payment id" }),
  invoiceId: optionalTextOut({ title: "Invoice id" }),
  amount: moneyOut({ title: "Amount" }),
  status: optionalTextOut({ title: "Status" }),
});

export const createPayment = defineWrite({
  id: "create-payment",
  title: "Record payment",
  summary: "Records that an invoice or a bill was paid.",
  keywords: ["paid", "receipt", "bank", "settle"],
  effect: "create",
  capability: vendorKey(findAgain),
  kept: ["paymentId"],
  suggestedIdempotency: "reference",
  config: z.strictObject({}),
  input: z.strictObject({
    invoiceId: textIn({ title: "Invoice id", max: 36 }),
    accountCode: textIn({
      title: "Account code",
      description: "Where the money arrived or left.",
      max: 10,
      options: "paymentAccounts",
    }),
    date: day({ title: "Payment date" }),
    amount: moneyIn({ title: "Amount", places: 2, positive: true }),
    reference: textIn({
      title: "Reference",
      description: "Says which payment this is; it is found again by it.",
      max: 255,
    }),
  }),
  output: Payment,

  request({ invoiceId, accountCode, date, amount, reference }, _config, { vendorKey: key }) {
    const payment = {
      Invoice: { InvoiceID: invoiceId },
      Account: { Code: accountCode },
      Date: date,
      Amount: new JsonNumber(amount),
      Reference: reference,
    };
    return {
      method: "PUT",
      path: `${api}/Payments`,
      headers: { ...jsonHeaders, "idempotency-key": key },
      body: writeJson({ Payments: [payment] }),
    };
  },

  answer(response) {
    const payment = onlyOne(parseWritten(Payments, response.body).Payments, "payment");
    return {
      paymentId: payment.PaymentID,
      invoiceId: payment.Invoice?.InvoiceID ?? null,
      amount: payment.Amount,
      status: payment.Status ?? null,
    };
  },

  object: ({ paymentId }) => ({ id: paymentId, label: paymentId }),

  find: findPaymentsLike,
});

const Sent = z.looseObject({
  Payments: z.tuple([
    z.looseObject({
      Invoice: z.looseObject({ InvoiceID: z.string() }),
      Date: z.string(),
      Amount: z.string(),
      Reference: z.string(),
    }),
  ]),
});

/** The invoice itself lists its payments: same reference, day and amount means ours. */
async function findPaymentsLike(request: WireRequest, http: VendorHttp): Promise<z.infer<typeof Payment>[]> {
  const [sent] = Sent.parse(readJsonWithNumbersAsText(request.body ?? "")).Payments;
  const path = `${api}/Invoices/${encodeURIComponent(sent.Invoice.InvoiceID)}`;
  const { Invoices: invoices } = await readJson(http, { method: "GET", path }, Invoices);
  return invoices
    .flatMap((invoice) => invoice.Payments ?? [])
    .filter((payment) => payment.Status !== "DELETED" && payment.Reference === sent.Reference)
    .filter((payment) => compareDecimals(payment.Amount, sent.Amount) === 0 && dayOf(payment.Date, null) === sent.Date)
    .map(({ PaymentID, Amount, Status }) => ({
      paymentId: PaymentID,
      invoiceId: sent.Invoice.InvoiceID,
      amount: Amount,
      status: Status ?? null,
    }));
}
