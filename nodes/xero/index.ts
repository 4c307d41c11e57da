import { defineConnector } from "../_kit/connector.ts";
import { createInvoice } from "./actions/create-invoice.ts";
import { createPayment } from "./actions/create-payment.ts";
import { findInvoice } from "./actions/find-invoice.ts";
import { upsertContact } from "./actions/upsert-contact.ts";
import { connection } from "./connection.ts";
import { toFault } from "./faults.ts";
import { accounts, paymentAccounts, taxRates } from "./options.ts";
import { invoiceUpdated } from "./triggers/invoice-updated.ts";
import { twin } from "./twin/index.ts";
import { webhook } from "./webhook.ts";

export const xero = defineConnector({
  id: "xero",
  title: "Xero",
  version: "1.0.0",
  category: "accounting",
  apiVersion: "Accounting API 2.0",
  connection,
  toFault,
  webhook,
  triggers: [invoiceUpdated],
  actions: [upsertContact, createInvoice, createPayment, findInvoice],
  options: { accounts, paymentAccounts, taxRates },
  twin,
});
