import * as z from "zod";
import { JsonNumber, readJsonWithNumbersAsText } from "../../_core/money/json-number.ts";
import { readBody } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { api } from "../read-json.ts";
import { badRequest, notFound, validationFailed } from "./errors.ts";
import { changedSince, pageOf } from "./list.ts";
import { envelope, organisationCall, ticks } from "./organisation-call.ts";
import { checkPayment, GivenPayment, listPayments, loadPayment, type StoredPayment, storePayment } from "./payments.ts";
import { type ElementJson, writeElements } from "./written.ts";

const Body = z.union([
  z.looseObject({ Payments: z.array(GivenPayment).min(1) }).transform(({ Payments }) => Payments),
  GivenPayment.transform((payment) => [payment]),
]);

const path = `${api}/Payments`;

export const paymentRoutes: TwinRoute[] = [
  { method: "GET", path, mutates: false, handle: organisationCall(list) },
  { method: "PUT", path, mutates: true, handle: organisationCall(write) },
  { method: "POST", path, mutates: true, handle: organisationCall(write) },
  { method: "GET", path: `${path}/:id`, mutates: false, handle: organisationCall(read) },
  { method: "POST", path: `${path}/:id`, mutates: true, handle: organisationCall(remove) },
];

async function list({ query, headers }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const { records, pagination } = pageOf(
    changedSince(await listPayments(context), headers["if-modified-since"]),
    query,
  );
  return envelope(context, { ...(pagination ? { pagination } : {}), Payments: records.map((one) => shown(one)) });
}

async function read({ params: { id = "" } }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const payment = await loadPayment(context, id);
  return payment ? envelope(context, { Payments: [shown(payment)] }) : notFound;
}

async function write(request: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(Body, request.body, readJsonWithNumbersAsText);
  if ("problem" in parsed) return badRequest(parsed.problem);
  const checked = [];
  for (const given of parsed.data) {
    const echo = { Reference: given.Reference ?? undefined };
    checked.push({ given: echo, outcome: await checkPayment(context, given) });
  }
  return writeElements(request, context, {
    plural: "Payments",
    checked,
    store: ({ payment }) => storePayment(context, payment),
    shown: ({ payment }) => shown(payment),
  });
}

/** A payment is never changed, only taken back. */
async function remove({ params: { id = "" }, body }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(Body, body, readJsonWithNumbersAsText);
  if ("problem" in parsed) return badRequest(parsed.problem);
  const payment = await loadPayment(context, id);
  if (!payment) return notFound;
  if (parsed.data[0]?.Status !== "DELETED")
    return validationFailed([
      { ValidationErrors: [{ Message: "Payments cannot be modified, only created and deleted" }] },
    ]);
  const deleted = { ...payment, Status: "DELETED", UpdatedMs: context.now.getTime() };
  await storePayment(context, deleted);
  return envelope(context, { Payments: [shown(deleted)] });
}

const shown = (payment: StoredPayment): ElementJson => ({
  PaymentID: payment.PaymentID,
  Date: ticks(Date.parse(`${payment.Date}T00:00:00Z`)),
  Amount: new JsonNumber(payment.Amount),
  BankAmount: new JsonNumber(payment.Amount),
  CurrencyRate: new JsonNumber("1"),
  Reference: payment.Reference,
  PaymentType: "ACCRECPAYMENT",
  Status: payment.Status,
  HasAccount: true,
  IsReconciled: false,
  HasValidationErrors: false,
  Account: { Code: payment.AccountCode },
  Invoice: { InvoiceID: payment.InvoiceID, InvoiceNumber: payment.InvoiceNumber },
  UpdatedDateUTC: ticks(payment.UpdatedMs),
});
