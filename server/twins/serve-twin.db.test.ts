import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { withOrgSql } from "#server/db/with-org.ts";
import { type OpenConnection, openConnection } from "#server/egress/open-connection.ts";
import { until } from "#server/testing/until.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureSandbox, type Sandbox } from "./ensure-sandbox.ts";
import { listTwinRecords, listTwinRequests } from "./list-twin-records.ts";
import { performGesture } from "./perform-gesture.ts";
import { resetTwin } from "./reset-twin.ts";
import { sendDue, startTwinDispatcher } from "./start-twin-dispatcher.ts";
import { clearTwinFaults, listTwinFaults, setTwinFault } from "./twin-faults.ts";
import { setTwinQuota } from "./twin-quota.ts";

withDatabase();
const host = withTwins();
const org = randomUUID();
let hubspot: Sandbox;
let xero: OpenConnection;

const contactsPath = "/api.xro/2.0/Contacts";

beforeAll(async () => {
  process.env.BASE_URL = host.base;
  const sandboxes = await ensureSandbox(org, host.base);
  hubspot = of(sandboxes, "hubspot");
  xero = await openConnection(org, of(sandboxes, "xero").connectionId);
  await setTwinQuota(org, "xero", { limit: null });
});
afterEach(async () => {
  await clearTwinFaults(org, "xero");
  await withOrgSql(org, (client) => client.query("delete from twin_delivery"));
});

const createContact = (name: string, key?: string) =>
  xero.http.request({
    method: "PUT",
    path: contactsPath,
    headers: { "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) },
    body: JSON.stringify({ Contacts: [{ Name: name }] }),
  });
const contacts = async (): Promise<string[]> =>
  (await listTwinRecords(org, "xero", "contacts")).records.map(({ body }) => String(body.Name ?? body.name));
const applied = async (): Promise<number> =>
  (await listTwinRequests(org, "xero")).filter((request) => request.applied).length;

test("a sandbox's connection works at once, and a read changes nothing", async () => {
  const { http, account, environment, state } = await openConnection(org, hubspot.connectionId);
  expect({ environment, state, account: account.id }).toEqual({
    environment: "sandbox",
    state: "connected",
    account: hubspot.accountId,
  });
  const response = await http.request({ method: "GET", path: "/crm/v3/objects/deals", query: { limit: "1" } });
  expect(response.status, response.body).toBe(200);
  expect(await listTwinRequests(org, "hubspot")).toMatchObject([{ method: "GET", status: 200, applied: false }]);
});

test("making the sandboxes again gives the same ones, at their new address", async () => {
  const again = of(await ensureSandbox(org, "http://127.0.0.1:1"), "hubspot");
  expect(again).toMatchObject({ connectionId: hubspot.connectionId, endpointId: hubspot.endpointId });
  expect(again.origin).toBe(hubspot.origin.replace(host.base, "http://127.0.0.1:1"));
  expect(of(await ensureSandbox(org, host.base), "hubspot")).toEqual(hubspot);
});

test("two at once make one sandbox", async () => {
  const fresh = randomUUID();
  const made = await Promise.all([
    ensureSandbox(fresh, host.base),
    ensureSandbox(fresh, host.base),
    ensureSandbox(fresh, host.base),
  ]);
  expect(made[1]).toEqual(made[0]);
  expect(made[2]).toEqual(made[0]);
});

test("what is written is there for the next reader, and counted once", async () => {
  const before = await applied();
  const response = await createContact("Written Ltd");
  expect(response.status, response.body).toBe(200);
  expect(await contacts()).toContain("Written Ltd");
  expect(await applied()).toBe(before + 1);
});

test("the same idempotency key a second time changes nothing and counts as nothing", async () => {
  const [before, many] = [await applied(), (await contacts()).length];
  const [first, second] = [await createContact("Once Ltd", "key-1"), await createContact("Once Ltd", "key-1")];
  expect(second.body).toBe(first.body);
  expect((await contacts()).length).toBe(many + 1);
  expect(await applied()).toBe(before + 1);
  expect((await listTwinRequests(org, "xero"))[0]).toMatchObject({ key: "key-1", applied: false });
});

test("fifty writers at once lose nothing and double nothing", async () => {
  const before = await applied();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => createContact(`Crowd ${index}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await contacts()).filter((name) => name.startsWith("Crowd ")).length).toBe(50);
  expect(await applied()).toBe(before + 50);
});

describe("a fault", () => {
  const onContacts = { method: "PUT", path: contactsPath };

  test("before the effect leaves nothing behind", async () => {
    await setTwinFault(org, "xero", {
      match: onContacts,
      strike: { kind: "status", status: 503, when: "before", retryAfterSeconds: 7 },
      remaining: 1,
    });
    const response = await createContact("Never Ltd");
    expect(response).toMatchObject({ status: 503, headers: { "retry-after": "7" } });
    expect(await contacts()).not.toContain("Never Ltd");
    expect((await listTwinRequests(org, "xero"))[0]).toMatchObject({ status: 503, applied: false, fault: "status" });
  });

  test("after the effect keeps it: the lost answer", async () => {
    await setTwinFault(org, "xero", { match: onContacts, strike: { kind: "reset", when: "after" }, remaining: 1 });
    await expect(createContact("Lost answer Ltd")).rejects.toMatchObject({ kind: "unavailable", sent: "maybe" });
    expect(await contacts()).toContain("Lost answer Ltd");
    expect((await listTwinRequests(org, "xero"))[0]).toMatchObject({ status: 0, applied: true, fault: "reset" });
  });

  test("strikes as often as it was told, among many callers too", async () => {
    await setTwinFault(org, "xero", {
      match: onContacts,
      strike: { kind: "status", status: 500, when: "before" },
      remaining: 3,
    });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => createContact(`Struck ${index}`)));
    expect(answers.filter(({ status }) => status === 500).length).toBe(3);
    expect(await listTwinFaults(org, "xero")).toEqual([]);
  });

  test("can't be set through the twin's own door", async () => {
    const response = await fetch(`${hubspot.origin}/_faults`, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
  });
});

test("a quota of one's own is kept, and none means none", async () => {
  await setTwinQuota(org, "xero", { limit: 2 });
  await withOrgSql(org, (client) => client.query("delete from twin_record where collection = '_quota'"));
  const read = () => xero.http.request({ method: "GET", path: "/api.xro/2.0/Organisation" });
  const statuses = [(await read()).status, (await read()).status, (await read()).status];
  expect(statuses).toEqual([200, 200, 429]);
  await setTwinQuota(org, "xero", { limit: null });
  expect((await read()).status).toBe(200);
});

describe("webhooks", () => {
  const waiting = () =>
    withOrgSql(
      org,
      async (client) =>
        (await client.query<{ attempts: number }>("select attempts from twin_delivery where vendor = 'hubspot'")).rows,
    );
  const win = async () => {
    const { id } = await performGesture(org, "hubspot", "create-deal", { name: "Deal", lines: [] });
    await performGesture(org, "hubspot", "win-deal", { id: id ?? "" });
  };

  test("are signed as the vendor signs, and our own door takes them", async () => {
    await win();
    expect((await waiting()).length).toBeGreaterThan(0);
    while ((await sendDue()) > 0);
    expect(await waiting()).toEqual([]);
  });

  test("wait for a door that does not answer, and are sent again", async () => {
    await ensureSandbox(org, "http://127.0.0.1:1");
    await win();
    await sendDue();
    expect(await waiting()).toMatchObject([{ attempts: 1 }]);
    await ensureSandbox(org, host.base);
    const dispatcher = startTwinDispatcher();
    await until("the delivery has been taken", async () => (await waiting()).length === 0);
    await dispatcher.stop();
  });
});

test("a reset gives the seeded records back, and the connection works on; numbers are not used again", async () => {
  const { id } = await performGesture(org, "hubspot", "create-deal", { name: "Before", lines: [] });
  const before = (await listTwinRecords(org, "hubspot", "deals")).records.map((record) => record.id);
  await resetTwin(org, "hubspot");
  const after = (await listTwinRecords(org, "hubspot", "deals")).records;
  expect(after.length).toBeGreaterThan(0);
  expect(after.map(({ body }) => JSON.stringify(body)).join()).not.toContain("Before");
  expect(before).toContain(id);
  expect(after.filter((record) => before.includes(record.id))).toEqual([]);
  const { http } = await openConnection(org, hubspot.connectionId);
  expect((await http.request({ method: "GET", path: "/crm/v3/objects/deals" })).status).toBe(200);
});

describe("the door", () => {
  test("is shut to a key that nobody has, and to a key under another vendor's name", async () => {
    expect((await fetch(`${host.base}/twin/hubspot/${"x".repeat(32)}/crm/v3/objects/deals`)).status).toBe(404);
    expect((await fetch(hubspot.origin.replace("/twin/hubspot/", "/twin/xero/"))).status).toBe(404);
  });

  test("asks for the vendor's own sign-in", async () => {
    expect((await fetch(`${hubspot.origin}/crm/v3/objects/deals`)).status).toBe(401);
  });

  test("runs no script, frames nowhere, and neither sees nor sets cookies", async () => {
    const response = await fetch(`${hubspot.origin}/oauth/authorize`, {
      headers: { cookie: "millrace.session_token=secret" },
    });
    expect(response.headers.get("content-security-policy")).toMatch(/sandbox allow-forms.*frame-ancestors 'none'/);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("refuses a body without end", async () => {
    const response = await fetch(`${hubspot.origin}/crm/v3/objects/deals`, {
      method: "POST",
      body: "x".repeat(6 * 1024 * 1024),
    }).catch(() => null);
    expect(response === null || response.status === 413).toBe(true);
  });
});

test("one request costs little", async () => {
  const rounds = 400;
  await Promise.all(Array.from({ length: 50 }, (_, index) => createContact(`Warm ${index}`)));
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (next < rounds) await createContact(`Bench ${next++}`, randomUUID());
    }),
  );
  const each = (performance.now() - started) / rounds;
  console.log(`a write to the Xero twin takes ${each.toFixed(2)} ms, ${(1_000 / each).toFixed(0)} a second`);
  expect(each).toBeLessThan(20);
});

function of(sandboxes: Sandbox[], vendor: string): Sandbox {
  const found = sandboxes.find((sandbox) => sandbox.vendor === vendor);
  if (!found) throw new Error(`no sandbox of ${vendor}`);
  return found;
}
