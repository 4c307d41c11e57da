import type { JsonObject } from "../_core/json.ts";
import { contract, type WriteTrial } from "../_kit/contract.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { readSamples } from "../_kit/read-samples.ts";
import type { ServedTwin } from "../_kit/twin/serve-in-memory.ts";
import { createInvoice } from "./actions/create-invoice.ts";
import { upsertContact } from "./actions/upsert-contact.ts";
import { xero } from "./index.ts";

const account = { id: "5f1c0c4e-1f0b-4d3f-9d38-2f6a5d0c7a11", name: "Sandbox" };
const count = async (twin: ServedTwin, collection: string): Promise<number> =>
  (await twin.store.list(collection)).length;

let next = 0;
const context = () => ({ account, vendorKey: `prepare-${++next}` });

async function aContact(http: VendorHttp): Promise<string> {
  const input = { contactNumber: "trial-contact", name: "Trial contact" };
  const response = await http.request(upsertContact.request(input, {}, context()));
  return upsertContact.object(upsertContact.answer(response)).id;
}

const invoiceFor = async (http: VendorHttp): Promise<JsonObject> => ({
  contactId: await aContact(http),
  date: "2026-11-20",
  dueDate: "2026-12-20",
  reference: `Trial ${++next}`,
  currency: "GBP",
  lines: [
    {
      description: "Ducting, per metre",
      quantity: "17.5",
      unitAmount: "23.45",
      accountCode: "200",
      taxType: "OUTPUT2",
    },
    { description: "Filter set", quantity: 4, unitAmount: 61.05, discountRate: "12.5", accountCode: "200" },
  ],
});

const trials: WriteTrial[] = [
  {
    action: "upsert-contact",
    config: {},
    input: async () => ({
      contactNumber: `hubspot-company-${++next}`,
      name: `Alder Street Bakery ${next}`,
      emailAddress: "ap@alder-street.example",
      phone: "+44 20 7946 0101",
      address: { line1: "12 Alder Street", city: "London", postalCode: "E1 4AB", country: null },
    }),
    effects: (twin: ServedTwin) => count(twin, "contacts"),
  },
  {
    action: "create-invoice",
    config: { status: "AUTHORISED" },
    input: invoiceFor,
    effects: (twin: ServedTwin) => count(twin, "invoices"),
  },
  {
    action: "create-payment",
    config: {},
    async input(http: VendorHttp) {
      const request = createInvoice.request(await invoiceFor(http), { status: "AUTHORISED" }, context());
      const invoiceId = createInvoice.object(createInvoice.answer(await http.request(request))).id;
      const reference = `Payment ${++next}`;
      return { invoiceId, accountCode: "090", date: "2026-11-25", amount: "100", reference };
    },
    effects: (twin: ServedTwin) => count(twin, "payments"),
  },
];

contract({ connector: xero, account, samples: readSamples(new URL("./samples", import.meta.url)), trials });
