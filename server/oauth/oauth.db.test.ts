import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Clock, replaceClock } from "#server/clock.ts";
import { listConnections, loadConnection } from "#server/connections/connection-row.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { forgetConnection, openConnection } from "#server/egress/open-connection.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureSandbox, type Sandbox } from "#server/twins/ensure-sandbox.ts";
import { listTwinRequests } from "#server/twins/list-twin-records.ts";
import { clearTwinFaults, setTwinFault } from "#server/twins/twin-faults.ts";
import { open } from "#server/vault/open.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { beginConnect } from "./begin.ts";
import { finishConnect, type Return } from "./finish.ts";
import { refresh } from "./refresh.ts";

withDatabase();
const host = withTwins();

let org = "";
let xero: Sandbox;
let hubspot: Sandbox;
const sessionId = randomUUID();
const userId = randomUUID();
const tokenPath = "/connect/token";

beforeAll(async () => {
  org = randomUUID();
  process.env.BASE_URL = host.base;
  const sandboxes = await ensureSandbox(org, host.base);
  xero = of(sandboxes, "xero");
  hubspot = of(sandboxes, "hubspot");
});
beforeEach(async () => {
  await clearTwinFaults(org, "xero");
});

describe("a consent", () => {
  test("ends in the connection it began from, with tokens that work", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    expect(await finishConnect(back)).toEqual({ connectionId: xero.connectionId });
    const { http } = await openConnection(org, xero.connectionId);
    expect((await http.request({ method: "GET", path: "/api.xro/2.0/Organisation" })).status).toBe(200);
  });

  test("of an account that is connected already does not make a second connection", async () => {
    const before = (await listConnections(org)).length;
    expect(await finishConnect(await consent({ connectionId: null }))).toEqual({ connectionId: xero.connectionId });
    expect((await listConnections(org)).length).toBe(before);
  });

  test("works for a vendor without PKCE too", async () => {
    const back = await consent({ connectionId: null, vendor: "hubspot" });
    expect(await finishConnect(back)).toEqual({ connectionId: hubspot.connectionId });
  });

  test("counts once: the same answer a second time is refused", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    await finishConnect(back);
    await expect(finishConnect(back)).rejects.toMatchObject({ code: "state-not-valid" });
  });

  test("of two answers at the same moment takes one", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    const outcomes = await Promise.allSettled([finishConnect(back), finishConnect(back)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("is bound to the session and the organisation that began it", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    await expect(finishConnect({ ...back, sessionId: randomUUID() })).rejects.toMatchObject({
      code: "state-not-valid",
    });
    await expect(finishConnect({ ...back, orgId: randomUUID() })).rejects.toMatchObject({ code: "state-not-valid" });
    await expect(finishConnect({ ...back, state: "x" })).rejects.toMatchObject({ code: "state-not-valid" });
    await expect(finishConnect(back)).resolves.toBeDefined();
  });

  test("that takes longer than ten minutes is refused", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    await later(10 * 60_000 + 1, () => expect(finishConnect(back)).rejects.toMatchObject({ code: "state-not-valid" }));
  });

  test("with another account than the connection's is refused, and the connection stays as it was", async () => {
    const tokens = await tokensOf(xero.connectionId);
    await asAccount("another-account", async () => {
      await expect(finishConnect(await consent({ connectionId: xero.connectionId }))).rejects.toMatchObject({
        code: "other-account",
      });
    });
    expect(await tokensOf(xero.connectionId)).toEqual(tokens);
  });

  test("that was denied says so, and uses the state up", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    await expect(finishConnect({ ...back, refused: true })).rejects.toMatchObject({ code: "consent-denied" });
    await expect(finishConnect(back)).rejects.toMatchObject({ code: "state-not-valid" });
  });

  test("with a code that somebody else put in ends at the PKCE check", async () => {
    const [mine, theirs] = [
      await consent({ connectionId: xero.connectionId }),
      await consent({ connectionId: xero.connectionId }),
    ];
    await expect(finishConnect({ ...mine, code: theirs.code })).rejects.toMatchObject({
      kind: "unauthorized",
      code: "grant-refused",
    });
  });

  test("leaves neither state nor verifier readable in the database", async () => {
    const back = await consent({ connectionId: xero.connectionId });
    const stored = await withOrgSql(org, async (client) =>
      JSON.stringify((await client.query("select * from oauth_state")).rows),
    );
    expect(stored).not.toContain(back.state);
    expect(stored).toContain("sealed_pkce");
  });
});

describe("a refresh", () => {
  test("asked for by many at once reaches the vendor once", async () => {
    const before = await tokensOf(xero.connectionId);
    const asked = await tokenRequests();
    const fresh = await Promise.all(Array.from({ length: 20 }, () => refresh(org, xero.connectionId, before.access)));
    expect(new Set(fresh.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(await tokenRequests()).toBe(asked + 1);
    const after = await tokensOf(xero.connectionId);
    expect(after.access).toBe(fresh[0]?.accessToken);
    expect(after.refresh, "Xero rotates it").not.toBe(before.refresh);
  });

  test("that another process has just done is not done again", async () => {
    const { access } = await tokensOf(xero.connectionId);
    await refresh(org, xero.connectionId, access);
    const asked = await tokenRequests();
    await refresh(org, xero.connectionId, access);
    expect(await tokenRequests()).toBe(asked);
  });

  test("waits for the process that holds the lease, and takes its token", async () => {
    const { access } = await tokensOf(xero.connectionId);
    await withOrgSql(org, (client) =>
      client.query("update connection set refresh_lease_until = mr_now() + interval '1 minute' where id = $1", [
        xero.connectionId,
      ]),
    );
    const waiting = refresh(org, xero.connectionId, `${access} which is not the stored one`);
    const asked = await tokenRequests();
    await withOrgSql(org, (client) =>
      client.query("update connection set refresh_lease_until = null where id = $1", [xero.connectionId]),
    );
    expect((await waiting).accessToken).toBe(access);
    expect(await tokenRequests()).toBe(asked);
  });

  test("whose answer is lost tries the token it has once more, and goes on", async () => {
    const { access } = await tokensOf(xero.connectionId);
    await setTwinFault(org, "xero", {
      match: { path: tokenPath },
      strike: { kind: "reset", when: "after" },
      remaining: 1,
    });
    const fresh = await refresh(org, xero.connectionId, access);
    expect(fresh.accessToken).not.toBe(access);
    expect(await loadConnection(org, xero.connectionId)).toMatchObject({ state: "connected" });
  });

  test("that the vendor refuses asks for a person, and no call is made any more", async () => {
    const { access } = await tokensOf(xero.connectionId);
    await revokeAtTwin();
    await expect(refresh(org, xero.connectionId, access)).rejects.toMatchObject({
      kind: "unauthorized",
      code: "grant-refused",
    });
    expect(await loadConnection(org, xero.connectionId)).toMatchObject({ state: "needs_reauth" });
    forgetConnection(org, xero.connectionId);
    const asked = (await listTwinRequests(org, "xero")).length;
    const { http, state } = await openConnection(org, xero.connectionId);
    expect(state).toBe("needs_reauth");
    await expect(http.request({ method: "GET", path: "/api.xro/2.0/Organisation" })).rejects.toMatchObject({
      kind: "unauthorized",
      sent: "no",
    });
    expect((await listTwinRequests(org, "xero")).length).toBe(asked);

    await finishConnect(await consent({ connectionId: xero.connectionId }));
    expect(await loadConnection(org, xero.connectionId)).toMatchObject({ state: "connected" });
  });

  test("that meets a broken vendor changes nothing and can be tried again", async () => {
    const { access } = await tokensOf(xero.connectionId);
    await setTwinFault(org, "xero", {
      match: { path: tokenPath },
      strike: { kind: "status", status: 503, when: "before" },
      remaining: 2,
    });
    await expect(refresh(org, xero.connectionId, access)).rejects.toMatchObject({ kind: "unavailable" });
    expect(await loadConnection(org, xero.connectionId)).toMatchObject({ state: "connected" });
    expect((await refresh(org, xero.connectionId, access)).accessToken).not.toBe(access);
  });

  test("happens in time, before the token ends", async () => {
    forgetConnection(org, xero.connectionId);
    const asked = await tokenRequests();
    await later(29 * 60_000, async () => {
      const { http } = await openConnection(org, xero.connectionId);
      expect((await http.request({ method: "GET", path: "/api.xro/2.0/Organisation" })).status).toBe(200);
    });
    expect(await tokenRequests()).toBe(asked + 1);
    forgetConnection(org, xero.connectionId);
  });

  test("follows one 401, and the request is sent again with the new token", async () => {
    const { http } = await openConnection(org, xero.connectionId);
    await http.request({ method: "GET", path: "/api.xro/2.0/Organisation" });
    await forgetAccessTokensAtTwin();
    const asked = await tokenRequests();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => http.request({ method: "GET", path: "/api.xro/2.0/Organisation" })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await tokenRequests()).toBe(asked + 1);
  });
});

async function consent({
  connectionId,
  vendor = "xero",
}: {
  connectionId: string | null;
  vendor?: string;
}): Promise<Return> {
  const { url } = await beginConnect({
    orgId: org,
    sessionId,
    connector: vendor,
    environment: "sandbox",
    connectionId,
  });
  expect(url.startsWith(`${host.base}/twin/${vendor}/`)).toBe(true);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const form = new URLSearchParams(new URL(url).search);
  form.set("decision", "allow");
  const answer = await fetch(url.split("?")[0] ?? "", { method: "POST", body: form, redirect: "manual" });
  const location = new URL(answer.headers.get("location") ?? "");
  expect(location.origin + location.pathname).toBe(`${host.base}/api/oauth/callback`);
  const { searchParams } = location;
  return {
    orgId: org,
    sessionId,
    userId,
    role: "owner",
    state: searchParams.get("state") ?? "",
    code: searchParams.get("code"),
    refused: false,
  };
}

async function tokensOf(ownerId: string): Promise<{ access: string; refresh: string }> {
  return {
    access: await open(org, { ownerId, field: secretFields.accessToken }),
    refresh: await open(org, { ownerId, field: secretFields.refreshToken }),
  };
}

const tokenRequests = async (): Promise<number> =>
  (await listTwinRequests(org, "xero")).filter(({ path }) => path === tokenPath).length;

/** The twin plays another account while `work` runs. */
async function asAccount(id: string, work: () => Promise<void>): Promise<void> {
  const set = (account: string) =>
    withOrgSql(org, (client) => client.query("update twin set account_id = $1 where vendor = 'xero'", [account]));
  await set(id);
  try {
    await work();
  } finally {
    await set(xero.accountId);
  }
}

const deleteAtTwin = (collection: string) =>
  withOrgSql(org, (client) =>
    client.query("delete from twin_record where vendor = 'xero' and collection = $1", [collection]),
  );
const revokeAtTwin = () => deleteAtTwin("_oauth_refresh");
const forgetAccessTokensAtTwin = () => deleteAtTwin("_oauth_access");

/** The server's wall clock stands that much later while `work` runs. */
async function later(ms: number, work: () => Promise<void>): Promise<void> {
  const moved: Clock = { now: () => new Date(Date.now() + ms), monotonicMs: () => performance.now() };
  const back = replaceClock(moved);
  try {
    await work();
  } finally {
    back();
  }
}

function of(sandboxes: Sandbox[], vendor: string): Sandbox {
  const found = sandboxes.find((sandbox) => sandbox.vendor === vendor);
  if (!found) throw new Error(`no sandbox of ${vendor}`);
  return found;
}
