import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signDelivery } from "#nodes/_kit/verify/sign.ts";
import { findConnector } from "#nodes/registry.ts";
import { withOrg } from "#server/db/with-org.ts";
import { settings } from "#server/settings.ts";
import { type House, openHouse } from "#server/testing/house.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import type { Sandbox } from "#server/twins/ensure-sandbox.ts";
import { open } from "#server/vault/open.ts";
import { secretFields } from "#server/vault/secret-fields.ts";

withDatabase();
let house: House;
const secrets = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  await house.publishTemplate();
  for (const sandbox of [house.hubspot, house.xero]) {
    const secret = await open(house.orgId, { ownerId: sandbox.appId, field: secretFields.webhookSecret });
    secrets.set(sandbox.vendor, secret);
  }
});
afterAll(() => house.close());

let occurredAt = 1_790_000_000_000;
function won(deal: number, more: Record<string, unknown> = {}) {
  occurredAt += 1;
  return {
    eventId: 1,
    subscriptionId: 7,
    portalId: Number(house.hubspot.accountId),
    appId: 5,
    occurredAt,
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: deal,
    propertyName: "dealstage",
    propertyValue: "closedwon",
    changeSource: "CRM_UI",
    ...more,
  };
}

function sign(sandbox: Sandbox, body: string, secret = secrets.get(sandbox.vendor) ?? "", at = new Date()) {
  const scheme = findConnector(sandbox.vendor)?.webhook?.verify;
  if (!scheme) throw new Error("no scheme");
  return signDelivery(scheme, { method: "POST", url: sandbox.endpointUrl, body }, secret, at);
}

async function post(sandbox: Sandbox, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(sandbox.endpointUrl, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return response.status;
}

const deliver = (events: unknown) => {
  const body = JSON.stringify(events);
  return post(house.hubspot, body, sign(house.hubspot, body));
};
const runs = () => withOrg(house.orgId, (db) => db.run.count());
const letters = () => withOrg(house.orgId, (db) => db.deadLetter.count({ where: { kind: "delivery" } }));

test("a delivery of a hundred events becomes a hundred runs, and the same delivery again none", async () => {
  const before = await runs();
  const events = Array.from({ length: 100 }, (_, index) => won(9_000 + index));
  expect(await deliver(events)).toBe(200);
  expect(await runs()).toBe(before + 100);
  expect(await deliver(events)).toBe(200);
  expect(await runs()).toBe(before + 100);
});

describe("nothing that is not proved to come from the vendor starts a run", () => {
  const refused: [string, () => Promise<number>, number][] = [
    ["no signature", () => post(house.hubspot, JSON.stringify([won(1)]), {}), 401],
    ["another secret", () => refusedWith((body) => sign(house.hubspot, body, "another-secret")), 401],
    ["the secret of another app", () => refusedWith((body) => sign(house.hubspot, body, secrets.get("xero"))), 401],
    ["a changed byte", () => refusedWith((body) => sign(house.hubspot, `${body} `)), 401],
    ["the body written anew", () => refusedWith(() => sign(house.hubspot, JSON.stringify([won(1)], null, 1))), 401],
    [
      "a signature of 301 seconds ago",
      () => refusedWith((body) => sign(house.hubspot, body, undefined, new Date(Date.now() - 301_000))),
      401,
    ],
    [
      "a signature of 301 seconds ahead",
      () => refusedWith((body) => sign(house.hubspot, body, undefined, new Date(Date.now() + 301_000))),
      401,
    ],
    [
      "an empty signature",
      () => refusedWith((body) => ({ ...sign(house.hubspot, body), "x-hubspot-signature-v3": "" })),
      401,
    ],
    [
      "a content type of forms",
      () => refusedWith((body) => ({ ...sign(house.hubspot, body), "content-type": "text/plain" })),
      415,
    ],
  ];
  const refusedWith = (headers: (body: string) => Record<string, string>) => {
    const body = JSON.stringify([won(1)]);
    return post(house.hubspot, body, headers(body));
  };

  test.each(refused)("%s", async (_, attempt, status) => {
    const before = await runs();
    expect(await attempt()).toBe(status);
    expect(await runs()).toBe(before);
  });

  test("a signature header sent twice", async () => {
    const body = JSON.stringify([won(1)]);
    const headers = sign(house.hubspot, body);
    const status = await new Promise((resolve, reject) => {
      const call = request(house.hubspot.endpointUrl, { method: "POST" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on("error", reject);
      for (const [name, value] of Object.entries(headers)) call.setHeader(name, [value, value]);
      call.setHeader("content-type", "application/json");
      call.end(body);
    });
    expect(status).toBe(401);
  });

  test("a door that does not exist, a guessed one, and other methods", async () => {
    const door = house.hubspot.endpointUrl;
    expect((await fetch(`${door}x`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${house.base}/hooks/1`, { method: "POST" })).status).toBe(404);
    expect((await fetch(door)).status).toBe(405);
  });

  test("compressed bytes are judged as they came", async () => {
    const body = JSON.stringify([won(1)]);
    const before = await runs();
    const response = await fetch(house.hubspot.endpointUrl, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip", ...sign(house.hubspot, body) },
      body: gzipSync(body),
    });
    expect(response.status).toBe(401);
    expect(await runs()).toBe(before);
  });
});

test("an account that is not authorised under this app starts nothing and is kept for a person", async () => {
  const [before, buried] = [await runs(), await letters()];
  expect(await deliver([won(1, { portalId: 4 })])).toBe(200);
  expect(await runs()).toBe(before);
  expect(await letters()).toBe(buried + 1);
});

test("signed but malformed is kept once as a dead letter and answered 2xx, however often it is sent", async () => {
  const before = await letters();
  for (const body of ["{", '{"not":"a list"}', '[{"portalId":1}]', `[{"__proto__":{"a":1},"portalId":1}]`]) {
    for (let again = 0; again < 2; again += 1) {
      expect(await post(house.hubspot, body, sign(house.hubspot, body))).toBe(200);
    }
  }
  expect(await letters()).toBe(before + 4);
});

test("one byte over the limit is refused before it is read", async () => {
  const body = " ".repeat(settings.ingest.bodyLimitBytes + 1);
  expect(await post(house.hubspot, body, sign(house.hubspot, body))).toBe(413);
});

test("Xero's intent to receive: right signatures get 200, wrong ones 401", async () => {
  const body = JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: "S0m3" });
  expect(await post(house.xero, body, sign(house.xero, body))).toBe(200);
  expect(await post(house.xero, body, sign(house.xero, body, "wrong-key"))).toBe(401);
});
