import { afterEach, beforeEach, expect, test } from "vitest";
import type { Json } from "../../_core/json.ts";
import type { VendorHttp } from "../../_kit/http.ts";
import { type ServedTwin, serveInMemory } from "../../_kit/twin/serve-in-memory.ts";
import { createInvoice } from "../actions/create-invoice.ts";
import { findInvoice } from "../actions/find-invoice.ts";
import { upsertContact } from "../actions/upsert-contact.ts";
import { xero } from "../index.ts";
import { invoiceUpdated as trigger } from "./invoice-updated.ts";

const account = { id: "5f1c0c4e-1f0b-4d3f-9d38-2f6a5d0c7a11", name: "Sandbox" };
let served: ServedTwin;
let http: VendorHttp;
beforeEach(async () => {
  served = await serveInMemory(xero.twin, { account, quotaLimit: 10_000 });
  http = await served.connect(xero.connection.headers(account));
});
afterEach(() => served.close());

let next = 0;
const context = () => ({ account, vendorKey: `test-${++next}` });

async function invoiceFor(reference: string) {
  const contact = upsertContact.request({ contactNumber: "C", name: "Customer" }, {}, context());
  const contactId = upsertContact.object(upsertContact.answer(await http.request(contact))).id;
  const line = { description: "Work", quantity: "1.5", unitAmount: "99.9950", accountCode: "200" };
  const input = { contactId, date: "2026-11-20", dueDate: "2026-12-20", reference, lines: [line] };
  const request = createInvoice.request(input, { status: "AUTHORISED" }, context());
  return { request, id: createInvoice.object(createInvoice.answer(await http.request(request))).id };
}

test("a pushed invoice is completed by a read", async () => {
  const { id } = await invoiceFor("R1");
  const events = served.deliveries.flat();
  const event = events.find((candidate) => trigger.accepts?.(candidate, {}));
  expect(events.filter((candidate) => trigger.accepts?.(candidate, {}))).toHaveLength(1);
  const read = trigger.event.parse(await trigger.enrich?.(event ?? {}, http, account));
  // 1.5 × 99.995 = 149.9925, and 20 % of the rounded line
  expect(read).toMatchObject({
    invoice: {
      invoiceId: id,
      reference: "R1",
      date: "2026-11-20",
      subTotal: "149.99",
      totalTax: "30.00",
      total: "179.99",
    },
    lines: [{ quantity: "1.5", unitAmount: "99.995", lineAmount: "149.99" }],
    source: { via: "webhook", change: "created" },
  });
});

async function poll(cursor: Json): Promise<{ numbers: unknown[]; cursor: Json }> {
  const numbers: unknown[] = [];
  let at = cursor;
  for (;;) {
    const page = await trigger.poll?.fetch({}, at, http, account);
    if (!page) throw new Error("The trigger does not poll");
    numbers.push(...page.events.map(({ number }) => number));
    at = page.cursor;
    if (!page.more) return { numbers, cursor: at };
  }
}

test("a poll finds what changed since it began, page by page, and only the overlap again", async () => {
  await invoiceFor("before");
  served.clock.advance(1_000);
  const start = trigger.poll?.start(served.clock.now()) ?? null;
  for (let invoice = 0; invoice < 120; invoice++) await invoiceFor(`R${invoice}`);
  const first = await poll(start);
  expect(new Set(first.numbers).size).toBe(120);
  served.clock.advance(120_000);
  await invoiceFor("last");
  await poll(first.cursor).then(async (second) => {
    expect(second.numbers).toContain("INV-0122");
    expect((await poll(second.cursor)).numbers).toEqual(["INV-0122"]);
  });
});

test("an invoice is found again by what its request says, but never one that was voided or is another's", async () => {
  const { request, id } = await invoiceFor("deal 1");
  await invoiceFor("deal 2");
  const found = async () => JSON.parse(JSON.stringify(await createInvoice.find?.(request, http, context())));
  expect(await found()).toMatchObject([{ invoiceId: id }]);
  const body = JSON.stringify({ Invoices: [{ InvoiceID: id, Status: "VOIDED" }] });
  await http.request({
    method: "POST",
    path: `/api.xro/2.0/Invoices/${id}`,
    headers: { "content-type": "application/json" },
    body,
  });
  expect(await found()).toEqual([]);
});

test("a lookup finds by number or reference, and says when there is none or several", async () => {
  await invoiceFor("only");
  await invoiceFor("twice");
  await invoiceFor("twice");
  const find = (input: object) => findInvoice.read(input, {}, http, account);
  expect(await find({ invoiceNumber: "INV-0001" })).toMatchObject({ found: true, invoice: { reference: "only" } });
  expect(await find({ reference: "only" })).toMatchObject({ found: true, invoice: { invoiceNumber: "INV-0001" } });
  expect(await find({ reference: 'no "such" one' })).toEqual({ found: false, invoice: null });
  expect(await find({ invoiceNumber: "INV-0001,INV-0002" })).toEqual({ found: false, invoice: null });
  await expect(find({ reference: "twice" })).rejects.toMatchObject({ kind: "rejected", code: "ambiguous" });
  await expect(find({})).rejects.toMatchObject({ kind: "rejected", code: "invalid-input" });
});

test("every digit of an amount arrives, also where a double would lose some", () => {
  const line = { description: "x", quantity: "1", unitAmount: "900719925474099.3101", accountCode: "200" };
  const input = { contactId: "c", date: "2026-11-20", dueDate: "2026-12-20", reference: "r", lines: [line] };
  expect(createInvoice.request(input, {}, context()).body).toContain('"UnitAmount":900719925474099.3101');
});
