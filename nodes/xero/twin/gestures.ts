import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import type { JsonObject } from "../../_core/json.ts";
import { textIn } from "../../_kit/fields.ts";
import { defineGesture } from "../../_kit/twin/gesture.ts";
import type { TwinContext, TwinGesture } from "../../_kit/twin/twin.ts";
import { loadContact, storeContact } from "./contacts.ts";
import { loadInvoice, storeInvoice } from "./invoices.ts";
import { checkPayment, storePayment } from "./payments.ts";

const RowInput = z.strictObject({ id: textIn({ title: "Id", max: 50 }) });

export const gestures: TwinGesture[] = [
  defineGesture({
    id: "archive-contact",
    title: "Archive",
    on: "contacts",
    input: RowInput,
    run: ({ id }, context) => setContactStatus(context, id, "ARCHIVED"),
  }),
  defineGesture({
    id: "restore-contact",
    title: "Restore",
    on: "contacts",
    input: RowInput,
    run: ({ id }, context) => setContactStatus(context, id, "ACTIVE"),
  }),
  defineGesture({
    id: "authorise-invoice",
    title: "Authorise",
    on: "invoices",
    input: RowInput,
    async run({ id }, context) {
      const invoice = await mustLoad(loadInvoice(context, id), "invoice", id);
      if (invoice.Status !== "DRAFT" && invoice.Status !== "SUBMITTED")
        throw refused(`Invoice ${invoice.InvoiceNumber} is ${invoice.Status.toLowerCase()}.`);
      const changed = { ...invoice, Status: "AUTHORISED", UpdatedMs: context.now.getTime() };
      await storeInvoice(context, changed, false);
      return { id, status: changed.Status };
    },
  }),
  defineGesture({
    id: "pay-invoice",
    title: "Mark as paid",
    on: "invoices",
    input: RowInput,
    async run({ id }, context) {
      const invoice = await mustLoad(loadInvoice(context, id), "invoice", id);
      const checked = await checkPayment(context, {
        Invoice: { InvoiceID: id },
        Account: { Code: "090" },
        Amount: invoice.AmountDue,
        Reference: "Paid in the sandbox",
      });
      if ("problems" in checked) throw refused(checked.problems.join(" "));
      await storePayment(context, checked.record.payment);
      return { id, paymentId: checked.record.payment.PaymentID };
    },
  }),
];

async function setContactStatus(context: TwinContext, id: string, ContactStatus: string): Promise<JsonObject> {
  const contact = await mustLoad(loadContact(context, id), "contact", id);
  await storeContact(context, { ...contact, ContactStatus, UpdatedMs: context.now.getTime() }, false);
  return { id, status: ContactStatus };
}

async function mustLoad<T>(loading: Promise<T | null>, noun: string, id: string): Promise<T> {
  const record = await loading;
  if (record) return record;
  throw new Fault({ kind: "rejected", code: "not-found", message: `The Xero sandbox has no ${noun} ${id}.` });
}

const refused = (why: string): Fault =>
  new Fault({ kind: "rejected", code: "twin-refused", message: `The Xero sandbox refused this: ${why}` });
