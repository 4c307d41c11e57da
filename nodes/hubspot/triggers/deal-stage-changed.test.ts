import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Json } from "../../_core/json.ts";
import type { VendorHttp } from "../../_kit/http.ts";
import { type ServedTwin, serveInMemory } from "../../_kit/twin/serve-in-memory.ts";
import { hubspot } from "../index.ts";
import { dealStageChanged as trigger } from "./deal-stage-changed.ts";

const account = { id: "44332211", name: "Sandbox" };
const event = {
  portalId: 44332211,
  subscriptionType: "deal.propertyChange",
  occurredAt: 1_795_170_930_000,
  subscriptionId: 2_750_001,
  objectId: 1001,
  propertyName: "dealstage",
  propertyValue: "closedwon",
};

describe("which events start a flow", () => {
  test.each([
    [{}, true],
    [{ subscriptionType: "object.propertyChange", objectTypeId: "0-3" }, true],
    [{ subscriptionType: "object.propertyChange", objectTypeId: "0-1" }, false],
    [{ subscriptionType: "deal.creation" }, false],
    [{ propertyName: "amount" }, false],
    [{ propertyValue: "closedlost" }, false],
  ])("%j: %s", (more, starts) => {
    expect(trigger.accepts?.({ ...event, ...more }, {})).toBe(starts);
  });

  test("another stage can be chosen", () => {
    expect(trigger.accepts?.({ ...event, propertyValue: "158214302" }, { stage: "158214302" })).toBe(true);
  });

  test("order is kept per deal", () => {
    expect(trigger.entityKey(event)).toBe("deal:1001");
    expect(trigger.businessKey(event)).toBe("Deal 1001");
  });
});

describe("the key of a happening", () => {
  const key = (more: object) => hubspot.webhook?.dedupeKey({ ...event, ...more });
  test.each([
    { objectId: 1002 },
    { propertyValue: "closedlost" },
    { occurredAt: 1 },
    { portalId: 1 },
    { subscriptionId: 1 },
    { propertyName: "x" },
  ])("differs with %j", (more) => {
    expect(key(more)).not.toBe(key({}));
  });

  test("does not differ with a retry, nor with an event id that HubSpot does not promise", () => {
    expect(key({ attemptNumber: 3, eventId: 99 })).toBe(key({}));
  });
});

describe("against the twin", () => {
  let served: ServedTwin;
  let http: VendorHttp;
  beforeEach(async () => {
    served = await serveInMemory(hubspot.twin, { account, quotaLimit: 10_000 });
    http = await served.connect();
  });
  afterEach(() => served.close());

  const api = (method: "PUT" | "POST" | "PATCH", path: string, body: Json = {}) =>
    http.request({ method, path, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  async function enriched(more: object = {}) {
    return trigger.event.parse(await trigger.enrich?.({ ...event, ...more }, http, account));
  }

  test("a thin event is completed with company, contacts and lines", async () => {
    const { sample } = trigger;
    await served.gesture("win-deal", { id: "1001" });
    const { source: _wanted, ...wanted } = JSON.parse(JSON.stringify(sample));
    const { source: _found, ...found } = JSON.parse(JSON.stringify(await enriched()));
    expect(found).toEqual(wanted);
  });

  test("two reads of an unchanged deal are equal, although the batch endpoint keeps no order", async () => {
    expect(await enriched()).toEqual(await enriched());
  });

  test("lines come in the order of the quote", async () => {
    await api("PATCH", "/crm/v3/objects/line_items/2001", { properties: { hs_position_on_quote: "9" } });
    expect(await enriched()).toMatchObject({ lineItems: [{ id: "2002" }, { id: "2001" }] });
  });

  test("contacts come in one order, whichever was associated first", async () => {
    for (const id of ["303", "302"]) await api("PUT", `/crm/v4/objects/deals/1001/associations/default/contacts/${id}`);
    expect(await enriched()).toMatchObject({ contacts: [{ id: "301" }, { id: "302" }, { id: "303" }] });
  });

  test("more than a hundred lines are read in several batches", async () => {
    for (let line = 0; line < 120; line++) {
      const made = await api("POST", "/crm/v3/objects/line_items", {
        properties: { name: `Line ${line}`, quantity: "1", price: "1" },
      });
      const { id } = JSON.parse(made.body);
      await api("PUT", `/crm/v4/objects/deals/1001/associations/default/line_items/${id}`);
    }
    const read = JSON.parse(JSON.stringify(await enriched()));
    expect(read.lineItems).toHaveLength(122);
    expect(served.requests.filter(({ path }) => path.endsWith("line_items/batch/read"))).toHaveLength(2);
  });

  test("a discount per unit is taken off exactly", async () => {
    await api("PATCH", "/crm/v3/objects/line_items/2002", { properties: { discount: "39.99" } });
    const read = JSON.parse(JSON.stringify(await enriched()));
    expect(read.lineItems[1]).toMatchObject({ price: "440", discountAmount: "39.99", netPrice: "400.01" });
  });

  test("a deal that is gone is a rejection, not a retry", async () => {
    await expect(enriched({ objectId: 999_999 })).rejects.toMatchObject({ kind: "rejected", code: "not-found" });
  });

  async function poll(cursor: Json): Promise<{ ids: string[]; keys: string[]; cursor: Json; pages: number }> {
    const out = { ids: [] as string[], keys: [] as string[], cursor, pages: 0 };
    for (let more = true; more; out.pages++) {
      const page = await trigger.poll?.fetch({}, out.cursor, http, account);
      if (!page || !trigger.poll) break;
      out.ids.push(...page.events.map(({ objectId }) => String(objectId)));
      out.keys.push(...page.events.map(trigger.poll.dedupeKey));
      out.cursor = page.cursor;
      more = page.more;
    }
    return out;
  }

  test("a poll finds what was won since it began, again within the overlap, under the same key", async () => {
    await served.gesture("win-deal", { id: "1002" });
    served.clock.advance(1_000);
    const start = trigger.poll?.start(served.clock.now()) ?? null;
    served.clock.advance(1_000);
    await served.gesture("win-deal", { id: "1001" });
    const first = await poll(start);
    expect(first.ids).toEqual(["1001"]);
    const second = await poll(first.cursor);
    expect(second.keys).toEqual(first.keys);
    served.clock.advance(10 * 60_000);
    await served.gesture("win-deal", { id: "1003" });
    const third = await poll(second.cursor);
    expect(third.ids).toEqual(["1001", "1003"]);
    expect((await poll(third.cursor)).ids).toEqual(["1003"]);
  });

  test("a poll of many pages ends and misses none", async () => {
    const start = trigger.poll?.start(served.clock.now()) ?? null;
    for (let deal = 0; deal < 230; deal++)
      await api("POST", "/crm/v3/objects/deals", { properties: { dealname: `Deal ${deal}`, dealstage: "closedwon" } });
    const found = await poll(start);
    expect(found.pages).toBe(3);
    expect(new Set(found.ids).size).toBe(230);
  });
});
