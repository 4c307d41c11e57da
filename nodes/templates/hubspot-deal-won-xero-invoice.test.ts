import jsonata from "jsonata";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNodeType } from "../_core/flow/node-type.ts";
import type { Json, JsonObject } from "../_core/json.ts";
import { checkValue } from "../_core/schema/check-value.ts";
import type { WriteAction } from "../_kit/action.ts";
import { digestOf } from "../_kit/digest.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { type ServedTwin, serveInMemory } from "../_kit/twin/serve-in-memory.ts";
import { catalogue } from "../catalogue.ts";
import { hubspot } from "../hubspot/index.ts";
import { findAction, findTrigger } from "../registry.ts";
import { xero } from "../xero/index.ts";
import { applyAnswer, currentAnswer } from "./apply-answer.ts";
import { hubspotDealWonXeroInvoice as template } from "./hubspot-deal-won-xero-invoice.ts";

const { flow } = template;
const trigger = findTrigger("hubspot/deal-stage-changed")?.trigger ?? missing();
const portal = { id: "44332211", name: "Sandbox" };
const tenant = { id: "5f1c0c4e-1f0b-4d3f-9d38-2f6a5d0c7a11", name: "Sandbox" };

/** As the runtime does: the reference engine, its result as plain JSON. */
async function map(nodeId: string, input: Json, event: Json, of = flow): Promise<Json> {
  const text = of.nodes.find(({ id }) => id === nodeId)?.config.expression;
  const expression = jsonata(String(text));
  expression.assign("event", event);
  return JSON.parse(JSON.stringify(await expression.evaluate(input)));
}

const problemsOf = (nodeTypeId: string, input: Json) =>
  checkValue(findNodeType(catalogue, nodeTypeId)?.inputSchema ?? missing(), input).map(({ message }) => message);

describe("the flow", () => {
  test("names node types that exist, with config that fits", () => {
    for (const node of flow.nodes) {
      const type = findNodeType(catalogue, node.type) ?? missing();
      expect(node.major).toBe(type.major);
      expect(checkValue(type.configSchema, node.config)).toEqual([]);
      expect(node.connection).toBeNull();
    }
  });

  test("asks only for what it has, and the answers take their place", () => {
    let changed = flow;
    for (const question of template.questions) {
      expect(currentAnswer(flow, question)).not.toBe("");
      changed = applyAnswer(changed, question, 'odd "$1" answer');
      expect(currentAnswer(changed, question)).toBe('odd "$1" answer');
    }
  });

  test("offers lists that the connectors have", () => {
    for (const { options } of template.questions)
      if (options) expect([...Object.keys(hubspot.options), ...Object.keys(xero.options)]).toContain(options.list);
  });
});

describe("the mappings", () => {
  const event = sampleEvent();

  test("give a contact that Xero's action takes", async () => {
    const contact = await map("map_contact", event, event);
    expect(problemsOf("xero/upsert-contact", contact)).toEqual([]);
    expect(contact).toMatchObject({ contactNumber: "hubspot-company-501", name: "Alder Street Bakery" });
  });

  test("give an invoice that Xero's action takes", async () => {
    const invoice = await map("map_invoice", { contactId: "c" }, event);
    expect(problemsOf("xero/create-invoice", invoice)).toEqual([]);
    expect(invoice).toMatchObject({ reference: "HubSpot deal 1001", date: "2026-11-20", dueDate: "2026-12-20" });
  });

  test("know a deal without a company: the contact is the person", async () => {
    const alone = { ...event, company: null };
    const contact = await map("map_contact", alone, alone);
    expect(problemsOf("xero/upsert-contact", contact)).toEqual([]);
    expect(contact).toMatchObject({ contactNumber: "hubspot-contact-301", name: "Accounts Payable" });
  });

  test("know a deal without lines: one line with the deal's amount", async () => {
    const invoice = await map("map_invoice", { contactId: "c" }, { ...event, lineItems: [] });
    expect(problemsOf("xero/create-invoice", invoice)).toEqual([]);
    expect(invoice).toMatchObject({ lines: [{ description: "Spring menu refit", unitAmount: "4870" }] });
  });

  test("keep one line a list", async () => {
    const [line] = [event.lineItems].flat();
    const invoice = await map("map_invoice", { contactId: "c" }, { ...event, lineItems: [line ?? missing()] });
    expect(problemsOf("xero/create-invoice", invoice)).toEqual([]);
  });

  test("stop a deal that nobody can be invoiced for, in plain words", async () => {
    const nobody = { ...event, company: null, contacts: [] };
    expect(problemsOf("xero/upsert-contact", await map("map_contact", nobody, nobody))).toEqual(["*Name* is missing."]);
  });

  test("see nothing that differs between a webhook, a poll and a second win", async () => {
    const other = {
      ...event,
      source: { via: "poll", occurredAt: "2027-01-01T00:00:00.000Z", modifiedAt: null, changeSource: null },
    };
    expect(await map("map_invoice", { contactId: "c" }, other)).toEqual(
      await map("map_invoice", { contactId: "c" }, event),
    );
    expect(await map("map_contact", other, other)).toEqual(await map("map_contact", event, event));
  });
});

describe("from twin to twin", () => {
  let crm: ServedTwin;
  let books: ServedTwin;
  let crmHttp: VendorHttp;
  let booksHttp: VendorHttp;
  beforeEach(async () => {
    crm = await serveInMemory(hubspot.twin, { account: portal });
    books = await serveInMemory(xero.twin, { account: tenant });
    crmHttp = await crm.connect();
    booksHttp = await books.connect(xero.connection.headers(tenant));
  });
  afterEach(async () => {
    await crm.close();
    await books.close();
  });

  /** The chain by hand: enrich, map, write, map, write; keys made of what the effect stands for. */
  async function runFor(wireEvent: JsonObject, eventKey: string): Promise<JsonObject> {
    const event = (await trigger.enrich?.(wireEvent, crmHttp, portal)) ?? missing();
    trigger.event.parse(event);
    const contact = await write("xero/upsert-contact", {}, await map("map_contact", event, event), eventKey);
    const input = await map("map_invoice", contact, event);
    const { config, idempotency = "" } = flow.nodes.find(({ id }) => id === "create_invoice") ?? missing();
    const businessKey: unknown = await jsonata(idempotency).evaluate(input);
    return write("xero/create-invoice", config, input, String(businessKey));
  }

  async function write(type: string, config: Json, input: Json, key: string): Promise<JsonObject> {
    const action = findAction(type)?.action;
    if (!action || action.effect === "read") return missing();
    expect(problemsOf(type, input)).toEqual([]);
    const writing: WriteAction = action;
    const vendorKey = digestOf(`${type}|${key}`);
    const response = await booksHttp.request(writing.request(input, config, { account: tenant, vendorKey }));
    if (response.status >= 300) throw xero.toFault(response);
    const output = writing.answer(response);
    if (typeof output !== "object" || output === null || Array.isArray(output)) return missing();
    return output;
  }

  const won = async (id: string): Promise<JsonObject[]> => {
    const before = crm.deliveries.length;
    await crm.gesture("win-deal", { id });
    const config = flow.nodes.find(({ id: node }) => node === "deal_won")?.config;
    return crm.deliveries
      .slice(before)
      .flat()
      .filter((event) => trigger.accepts?.(event, config));
  };

  const only = <T>(items: T[]): T => (items.length === 1 && items[0] !== undefined ? items[0] : missing());

  test("a won deal becomes one invoice with the right total", async () => {
    const event = only(await won("1001"));
    const invoice = await runFor(event, hubspot.webhook?.dedupeKey(event) ?? "");
    // (4200 − 5 %) + 2 × 440 = 4870, and 20 % of it
    expect(invoice).toMatchObject({ subTotal: "4870.00", totalTax: "974.00", total: "5844.00", currency: "GBP" });
    expect(await books.store.list("invoices")).toHaveLength(1);
  });

  test("the same delivery twice is still one invoice", async () => {
    const event = only(await won("1001"));
    const first = await runFor(event, "event-1");
    expect(await runFor(event, "event-1")).toEqual(first);
    expect(await books.store.list("invoices")).toHaveLength(1);
    expect(await books.store.list("contacts", { ContactNumber: "hubspot-company-501" })).toHaveLength(1);
  });

  test("webhook, poll and a second win of a deal meet in one invoice", async () => {
    const cursor = trigger.poll?.start(crm.clock.now()) ?? null;
    crm.clock.advance(1_000);
    const pushed = only(await won("1003"));
    const page = await trigger.poll?.fetch({ stage: "closedwon" }, cursor, crmHttp, portal);
    const polled = only(page?.events ?? []);
    crm.clock.advance(60_000);
    await crm.gesture("reopen-deal", { id: "1003" });
    crm.clock.advance(60_000);
    const again = only(await won("1003"));

    const keys = [pushed, again].map((event) => hubspot.webhook?.dedupeKey(event));
    expect(new Set(keys).size).toBe(2);
    const first = await runFor(pushed, "webhook");
    expect(await runFor(polled, "poll")).toEqual(first);
    expect(await runFor(again, "again")).toEqual(first);
    expect(await books.store.list("invoices")).toHaveLength(1);
    // 2899.99 + 410.38 + 213.68, and 20 % of each line
    expect(first).toMatchObject({ subTotal: "3524.05", totalTax: "704.82", total: "4228.87" });
  });

  test("a deal that changed after invoicing is other bytes under the same key, which Xero refuses too", async () => {
    await runFor(only(await won("1001")), "first");
    await crm.gesture("edit-line", { id: "2001", quantity: "2", price: "4200" });
    await crm.gesture("reopen-deal", { id: "1001" });
    await expect(runFor(only(await won("1001")), "second")).rejects.toMatchObject({ code: "idempotency-key-reused" });
    expect(await books.store.list("invoices")).toHaveLength(1);
  });
});

function sampleEvent(): JsonObject {
  const { sample } = trigger;
  return typeof sample === "object" && sample !== null && !Array.isArray(sample) ? sample : missing();
}

function missing(): never {
  throw new Error("The test misses a part");
}
