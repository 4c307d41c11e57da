import * as z from "zod";
import type { JsonObject } from "../../_core/json.ts";
import { addDecimals, compareDecimals, roundDecimal, subtractDecimals } from "../../_core/money/decimal.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { dayOf } from "../schemas/wire.ts";
import { findAccount, findAccountById } from "./books.ts";
import { loadInvoice, type StoredInvoice, storeInvoice } from "./invoices.ts";
import type { Checked } from "./written.ts";

const Text = z.string().nullish();

export const GivenPayment = z.looseObject({
  PaymentID: Text,
  Status: z.enum(["AUTHORISED", "DELETED"]).nullish(),
  Invoice: z.looseObject({ InvoiceID: Text, InvoiceNumber: Text }).nullish(),
  Account: z.looseObject({ AccountID: Text, Code: Text }).nullish(),
  Date: Text,
  Amount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,10})?$/, "is not a positive number")
    .nullish(),
  Reference: z.string().max(255).nullish(),
});
export type GivenPayment = z.infer<typeof GivenPayment>;

export const StoredPayment = z.object({
  PaymentID: z.string(),
  InvoiceID: z.string(),
  InvoiceNumber: z.string(),
  AccountCode: z.string(),
  Date: z.string(),
  Amount: z.string(),
  Reference: z.string(),
  Status: z.string(),
  UpdatedMs: z.number(),
});
export type StoredPayment = z.infer<typeof StoredPayment>;

const collection = "payments";

export async function loadPayment({ store }: TwinContext, id: string): Promise<StoredPayment | null> {
  const body = await store.get(collection, id.toLowerCase());
  return body && StoredPayment.parse(body);
}

export async function listPayments({ store }: TwinContext): Promise<StoredPayment[]> {
  return (await store.list(collection)).map(({ body }) => StoredPayment.parse(body));
}

export async function checkPayment(
  context: TwinContext,
  given: GivenPayment,
): Promise<Checked<{ payment: StoredPayment; invoice: StoredInvoice }>> {
  const invoice = await loadInvoice(context, given.Invoice?.InvoiceID || given.Invoice?.InvoiceNumber || "none");
  if (!invoice) return { problems: ["Payment must be associated with a valid invoice or credit note"] };
  const problems: string[] = [];
  if (invoice.Status !== "AUTHORISED" && invoice.Status !== "PAID")
    problems.push("Payments can only be made against Authorised documents");
  const account = given.Account?.Code
    ? findAccount(given.Account.Code)
    : findAccountById(given.Account?.AccountID ?? "");
  if (!account?.payable) problems.push("Account code is not a valid code for a payment");
  if (!given.Amount) problems.push("A payment amount must be specified");
  else if (compareDecimals(given.Amount, invoice.AmountDue) > 0)
    problems.push("Payment amount exceeds the amount outstanding on this document");
  if (problems.length > 0 || !account || !given.Amount) return { problems };
  const payment = {
    PaymentID: context.uuid(),
    InvoiceID: invoice.InvoiceID,
    InvoiceNumber: invoice.InvoiceNumber,
    AccountCode: account.code,
    Date: dayOf(given.Date, null) ?? context.now.toISOString().slice(0, 10),
    Amount: roundDecimal(given.Amount, 2, "half-up"),
    Reference: given.Reference ?? "",
    Status: "AUTHORISED",
    UpdatedMs: context.now.getTime(),
  };
  return { record: { payment, invoice } };
}

/** The invoice follows: what is paid, what is due, and that it is paid at all. */
export async function storePayment(context: TwinContext, payment: StoredPayment): Promise<void> {
  const body: JsonObject = { ...payment };
  await context.store.put(collection, payment.PaymentID, body);
  const invoice = await loadInvoice(context, payment.InvoiceID);
  if (!invoice) throw new Error(`Payment ${payment.PaymentID} has lost its invoice`);
  const live = (await listPayments(context)).filter(
    ({ InvoiceID, Status }) => InvoiceID === payment.InvoiceID && Status === "AUTHORISED",
  );
  const paid = roundDecimal(
    live.reduce((sum, { Amount }) => addDecimals(sum, Amount), "0"),
    2,
    "half-up",
  );
  const due = roundDecimal(subtractDecimals(invoice.Total, paid), 2, "half-up");
  const Status = compareDecimals(due, "0") === 0 ? "PAID" : "AUTHORISED";
  const changed = { ...invoice, AmountPaid: paid, AmountDue: due, Status, UpdatedMs: context.now.getTime() };
  await storeInvoice(context, changed, false);
}
