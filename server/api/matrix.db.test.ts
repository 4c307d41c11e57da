import { randomUUID } from "node:crypto";
import superjson from "superjson";
import { beforeAll, describe, expect, test } from "vitest";
import { emptyFlow } from "#nodes/_core/flow/flow.ts";
import { toText } from "#nodes/_core/flow/text.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { auth } from "#server/auth/auth.ts";
import { handleAuth, openPaths } from "#server/auth/handle-auth.ts";
import { may, type Right, type Role, roles } from "#server/auth/rights.ts";
import { createFlow } from "#server/flow/create-flow.ts";
import { authDb, newId, timeOfId, withOrgSql } from "#server/testing/look-inside.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { authPost, type Person, signInAs, testOrigin } from "#server/testing/with-people.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";
import { handleRequest } from "./handle-request.ts";
import { appRouter } from "./router.ts";

/*
 * Every procedure and every endpoint, asked by nobody, by a stranger from another organisation and by every role. Made from
 * the router: a procedure without a row fails.
 */
withDatabase();
const host = withTwins();

interface Row {
  needs: Right | "a session";
  /** An input that is about organisation A; made anew for every call. */
  input?: () => Promise<object> | object;
  /** Code of the Fault that an owner gets although the right is there. */
  ends?: string;
}

let orgA = "";
let connectionId = "";
let runId = "";
let flowOfRun = "";

const flowOfA = async () => {
  const { id } = await createFlow(
    { orgId: orgA, userId: people.owner?.userId ?? "", role: "owner" },
    { name: "Secret of A" },
  );
  return id;
};
const inFlow = async () => ({ flowId: await flowOfA() });
const node = {
  id: "n",
  type: "logic/map",
  major: 0,
  label: "N",
  position: { x: 0, y: 0 },
  connection: null,
  config: {},
};

const rows: Record<string, Row> = {
  "session.me": { needs: "a session" },
  "session.switchOrganisation": { needs: "a session", input: () => ({ organisationId: orgA }) },
  "flows.list": { needs: "flows.read" },
  "flows.get": { needs: "flows.read", input: inFlow },
  "flows.create": { needs: "flows.edit", input: () => ({ name: "New" }) },
  "flows.rename": { needs: "flows.edit", input: async () => ({ ...(await inFlow()), name: "Renamed" }) },
  "flows.saveDraft": {
    needs: "flows.edit",
    input: async () => ({ ...(await inFlow()), baseRev: 0, operations: [{ kind: "add-node", node }] }),
  },
  "flows.check": { needs: "flows.read", input: inFlow },
  "flows.publish": { needs: "flows.publish", input: inFlow },
  "flows.setState": {
    needs: "flows.operate",
    input: async () => ({ ...(await inFlow()), state: "paused" }),
    ends: "not-published",
  },
  "flows.delete": { needs: "flows.delete", input: inFlow },
  "flows.exportText": { needs: "flows.read", input: inFlow },
  "flows.importText": { needs: "flows.edit", input: () => ({ text: toText(emptyFlow("Imported")) }) },
  "flows.versions": { needs: "flows.read", input: inFlow },
  "flows.version": {
    needs: "flows.read",
    input: async () => ({ ...(await inFlow()), version: 1 }),
    ends: "unknown-flow",
  },
  "catalogue.get": { needs: "flows.read" },
  "templates.list": { needs: "flows.read" },
  "templates.use": {
    needs: "flows.edit",
    input: () => ({ templateId: "hubspot-deal-won-xero-invoice", connections: { xero: connectionId } }),
  },
  "connections.list": { needs: "flows.read" },
  "connections.options": { needs: "connections.use", input: () => ({ connectionId, list: "accounts" }) },
  "connections.beginConnect": {
    needs: "connections.reauthenticate",
    input: () => ({ connector: "xero", environment: "sandbox", connectionId }),
  },
  "connections.ensureSandboxes": { needs: "sandboxes.use" },
  "connections.saveApp": {
    needs: "connections.edit",
    input: () => ({ connector: "xero", clientId: "an id", clientSecret: "a secret of the app" }),
  },
  "runs.list": { needs: "flows.read", input: () => ({ flowId: flowOfRun }) },
  "runs.get": { needs: "flows.read", input: () => ({ runId }) },
  "runs.startManual": {
    needs: "runs.start",
    input: async () => ({ ...(await inFlow()), nodeId: "n", event: {} }),
    ends: "not-live",
  },
  "samples.list": { needs: "flows.edit", input: () => ({ type: "hubspot/deal-stage-changed" }) },
  "mapping.preview": { needs: "flows.edit", input: () => ({ expression: "1", input: {}, event: {} }) },
  "twins.list": { needs: "flows.read" },
  "twins.records": { needs: "payloads.read", input: () => ({ vendor: "xero", collection: "invoices" }) },
  "twins.requests": { needs: "payloads.read", input: () => ({ vendor: "xero" }) },
  "twins.perform": {
    needs: "sandboxes.use",
    input: () => ({ vendor: "hubspot", gesture: "create-deal", input: { name: "Deal of A", lines: [] } }),
  },
  "twins.faults": { needs: "flows.read", input: () => ({ vendor: "xero" }) },
  "twins.setFault": {
    needs: "sandboxes.use",
    input: () => ({
      vendor: "xero",
      fault: { match: { path: "/never" }, strike: { kind: "slow", delayMs: 1 }, remaining: 1 },
    }),
  },
  "twins.clearFaults": { needs: "sandboxes.use", input: () => ({ vendor: "xero" }) },
  "twins.reset": { needs: "sandboxes.use", input: () => ({ vendor: "xero" }) },
  "breakers.list": { needs: "flows.read", input: () => ({}) },
  "breakers.reset": { needs: "runs.operate", input: () => ({ key: `connection:${connectionId}` }) },
  "breakers.isolate": { needs: "runs.operate", input: () => ({ connectionId }) },
  "members.list": { needs: "members.read" },
  "live.onChange": { needs: "flows.read" },
};

const people: Partial<Record<Role, Person>> = {};
let stranger: Person;

beforeAll(async () => {
  orgA = await seedOrganisation("Organisation A");
  const orgB = await seedOrganisation("Organisation B");
  for (const role of roles) people[role] = await signInAs(orgA, role);
  stranger = await signInAs(orgB, "owner");
  const sandboxes = await ensureSandbox(orgA, host.base);
  await ensureSandbox(orgB, host.base);
  connectionId = sandboxes.find(({ vendor }) => vendor === "xero")?.connectionId ?? "";
  ({ runId, flowId: flowOfRun } = await seedRun());
});

const names = Object.keys(appRouter._def.procedures);

test("every procedure has a row here, and every row a procedure", () => {
  expect(Object.keys(rows).sort()).toEqual([...names].sort());
});

describe.each(names)("%s", (name) => {
  const row: Row = rows[name] ?? { needs: "organisation.delete" };

  test("declares the right that this table says", () => {
    expect(metaOf(name)).toMatchObject({ needs: row.needs });
  });

  test("is refused to nobody in particular", async () => {
    expect(await call(name, null, await row.input?.())).toMatchObject({ status: 401, fault: "not-signed-in" });
  });

  test("tells and changes nothing of A for a member of another organisation", async () => {
    const input = await row.input?.();
    const before = await digestOfA();
    const answer = await call(name, stranger, input);
    expect(answer.text).not.toContain("Secret of A");
    for (const id of [orgA, runId, flowOfRun])
      expect(answer.text.replaceAll(JSON.stringify(input ?? {}), "")).not.toContain(id);
    if (
      row.input &&
      /^(runs\.get|flows\.(get|rename|saveDraft|publish|setState|delete|exportText|check))$/.test(name)
    ) {
      expect(answer.status).toBe(404);
    }
    expect(await digestOfA()).toEqual(before);
  });

  test.each(roles)("for a role %s: as the rights say", async (role) => {
    const answer = await call(name, people[role] ?? null, await row.input?.());
    const allowed = row.needs === "a session" || may(role, row.needs);
    if (!allowed) expect(answer).toMatchObject({ status: 403, fault: "not-allowed" });
    else if (row.ends) expect(answer.fault).toBe(row.ends);
    else
      expect({ status: answer.status, text: answer.status === 200 ? "" : answer.text }).toEqual({
        status: 200,
        text: "",
      });
    // switching gives a new session; the next call needs its cookie
    if (answer.cookie !== "") people[role] = { ...(people[role] ?? stranger), cookie: answer.cookie };
  });
});

test("whoever lost the membership a moment ago is refused, although the session is good", async () => {
  const leaver = await signInAs(orgA, "owner");
  expect((await call("flows.list", leaver)).status).toBe(200);
  await authDb().member.deleteMany({ where: { userId: leaver.userId } });
  expect(await call("flows.list", leaver)).toMatchObject({ status: 403, fault: "not-allowed" });
});

test("a role that was changed a moment ago counts at once", async () => {
  const person = await signInAs(orgA, "builder");
  expect((await call("flows.create", person, { name: "x" })).status).toBe(200);
  await authDb().member.updateMany({ where: { userId: person.userId }, data: { role: "viewer" } });
  expect((await call("flows.create", person, { name: "x" })).status).toBe(403);
});

test("secrets are asked for only soon after signing in", async () => {
  const person = await signInAs(orgA, "owner");
  await authDb().session.updateMany({
    where: { userId: person.userId },
    data: { createdAt: new Date(Date.now() - 11 * 60_000) },
  });
  expect(await call("connections.saveApp", person, await rows["connections.saveApp"]?.input?.())).toMatchObject({
    status: 403,
    fault: "sign-in-too-old",
  });
});

test("a session of 15 days is no session, however lively", async () => {
  const person = await signInAs(orgA, "owner");
  await authDb().session.updateMany({
    where: { userId: person.userId },
    data: { createdAt: new Date(Date.now() - 15 * 24 * 3_600_000) },
  });
  expect(await call("session.me", person)).toMatchObject({ status: 401 });
});

test("a session token from a dump of the database is no session without its signature", async () => {
  const person = await signInAs(orgA, "owner");
  const stored = await authDb().session.findFirst({ where: { userId: person.userId } });
  for (const value of [stored?.token, `${stored?.token}.`, `${stored?.token}.${Buffer.alloc(32).toString("base64")}`]) {
    const forged = { ...person, cookie: `millrace.session_token=${encodeURIComponent(value ?? "")}` };
    expect((await call("session.me", forged)).status).toBe(401);
  }
});

test("a viewer sees what happened in a run, but not what flowed", async () => {
  const seen = await call("runs.get", people.viewer ?? null, { runId });
  expect(seen.text).not.toContain("payload of A");
  expect(JSON.parse(seen.text).result.data.json).toMatchObject({ masked: true, steps: [{ nodeId: "n", input: null }] });
  expect((await call("runs.get", people.operator ?? null, { runId })).text).toContain("payload of A");
});

describe("a request that a foreign page made the browser send", () => {
  const forge = (headers: Record<string, string>) =>
    handleRequest(
      new Request(`${testOrigin}/api/trpc/flows.create`, {
        method: "POST",
        headers: { cookie: people.owner?.cookie ?? "", "content-type": "application/json", ...headers },
        body: JSON.stringify(superjson.serialize({ name: "forged" })),
      }),
    );
  test.each([
    ["without an Origin", {}],
    ["from elsewhere", { origin: "https://evil.example" }],
    ["from a sandboxed page", { origin: "null" }],
    ["from another port", { origin: "http://localhost:3001" }],
    ["as a form", { origin: testOrigin, "content-type": "text/plain" }],
  ])("is refused %s", async (_how, headers) => {
    expect((await forge(headers)).status).toBe(403);
  });
  test("while our own page is served", async () => {
    expect((await forge({ origin: testOrigin })).status).toBe(200);
    expect((await forge({ origin: "http://127.0.0.1:3000" })).status).toBe(200);
  });
});

describe("no answer holds a secret", () => {
  test.each(["connections.list", "twins.list", "session.me", "members.list"])("%s", async (name) => {
    const { text } = await call(name, people.owner ?? null);
    expect(text).not.toMatch(/client_?secret|access_?token|refresh_?token|eyJ|password/i);
    const secrets = await withOrgSql(
      orgA,
      async (client) => (await client.query<{ s: string }>("select client_secret as s from twin")).rows,
    );
    for (const { s } of secrets) expect(text).not.toContain(s);
  });
});

describe("better-auth's own endpoints", () => {
  type Who = "anybody" | "a session" | "managers" | "closed";
  const endpoints: Record<string, { who: Who; method?: "GET"; body?: () => object | Promise<object> }> = {
    "/get-session": { who: "anybody", method: "GET" },
    "/sign-in/email": { who: "anybody" },
    "/sign-in/link": { who: "anybody" },
    "/set-up": { who: "anybody" },
    "/sign-out": { who: "anybody" },
    "/switch-organisation": { who: "a session", body: () => ({ organisationId: orgA }) },
    "/change-password": { who: "a session" },
    "/update-user": { who: "a session", body: () => ({ name: "New name" }) },
    "/list-sessions": { who: "a session", method: "GET" },
    "/revoke-session": { who: "a session", body: () => ({ token: "x" }) },
    "/revoke-sessions": { who: "a session" },
    "/revoke-other-sessions": { who: "a session" },
    "/organization/update": {
      who: "managers",
      body: () => ({ organizationId: orgA, data: { name: "Organisation A" } }),
    },
    "/organization/invite-member": {
      who: "managers",
      body: () => ({ organizationId: orgA, email: `${randomUUID()}@people.example`, role: "viewer" }),
    },
    "/organization/cancel-invitation": { who: "managers", body: async () => ({ invitationId: await invitation() }) },
    "/organization/update-member-role": {
      who: "managers",
      body: async () => ({ organizationId: orgA, memberId: await member("viewer"), role: "operator" }),
    },
    "/organization/remove-member": {
      who: "managers",
      body: async () => ({ organizationId: orgA, memberIdOrEmail: await member("viewer") }),
    },
    "/organization/accept-invitation": { who: "a session", body: async () => ({ invitationId: await invitation() }) },
    "/organization/reject-invitation": { who: "a session", body: async () => ({ invitationId: await invitation() }) },
    "/organization/leave": { who: "a session", body: () => ({ organizationId: randomUUID() }) },
  };
  const allPaths = () =>
    Object.values(auth().api).flatMap((endpoint) =>
      "path" in endpoint && typeof endpoint.path === "string" ? [endpoint.path] : [],
    );

  test("every open one has a row here", () => {
    expect(Object.keys(endpoints).sort()).toEqual([...openPaths].sort());
    expect(openPaths.filter((path) => !allPaths().includes(path))).toEqual([]);
  });

  test("every other one is closed, to owners too", async () => {
    const closed = allPaths().filter((path) => !openPaths.includes(path));
    expect(closed.length).toBeGreaterThan(20);
    for (const path of closed) {
      for (const method of ["GET", "POST"]) {
        const response = await handleAuth(authRequest(path.replace(/:\w+/, "x"), method, people.owner ?? null, {}));
        expect({ path, method, status: response.status }).toEqual({ path, method, status: 404 });
      }
    }
  });

  test("nobody signs up, and nobody makes an organisation", async () => {
    for (const path of ["/sign-up/email", "/organization/create"]) {
      expect(
        (
          await handleAuth(
            authPost(path, { name: "x", slug: "x", email: "x@x.example", password: "a fine long passphrase" }),
          )
        ).status,
      ).toBe(404);
    }
  });

  test.each(Object.entries(endpoints).filter(([, { who }]) => who !== "anybody"))(
    "%s is refused to nobody in particular",
    async (path, { method, body }) => {
      const response = await handleAuth(authRequest(path, method ?? "POST", null, (await body?.()) ?? {}));
      expect([400, 401, 403]).toContain(response.status);
      expect(response.headers.getSetCookie().join()).not.toContain("session_token=ey");
    },
  );

  test.each(Object.entries(endpoints).filter(([, { who }]) => who === "managers"))(
    "%s is for admins and owners of that organisation",
    async (path, { body }) => {
      for (const role of roles) {
        const response = await handleAuth(authRequest(path, "POST", people[role] ?? null, (await body?.()) ?? {}));
        const allowed = may(role, "organisation.manage");
        expect({ role, ok: response.ok, text: allowed && !response.ok ? await response.text() : "" }).toEqual({
          role,
          ok: allowed,
          text: "",
        });
      }
      const before = await digestOfA();
      const response = await handleAuth(authRequest(path, "POST", stranger, (await body?.()) ?? {}));
      expect(response.ok).toBe(false);
      expect({ ...(await digestOfA()), member: 0, invitation: 0 }).toEqual({ ...before, member: 0, invitation: 0 });
    },
  );

  test("an invitation is for the person it was sent to", async () => {
    for (const path of ["/organization/accept-invitation", "/organization/reject-invitation"]) {
      const response = await handleAuth(authRequest(path, "POST", stranger, { invitationId: await invitation() }));
      expect(response.ok).toBe(false);
    }
    expect(await authDb().member.count({ where: { organizationId: orgA, userId: stranger.userId } })).toBe(0);
  });

  test("an admin can't touch an owner, nor make one", async () => {
    const owner = await member("owner");
    const victim = await member("viewer");
    for (const [path, body] of [
      ["/organization/update-member-role", { organizationId: orgA, memberId: owner, role: "viewer" }],
      ["/organization/update-member-role", { organizationId: orgA, memberId: victim, role: "owner" }],
      ["/organization/update-member-role", { organizationId: orgA, memberId: victim, role: ["viewer", "owner"] }],
      ["/organization/remove-member", { organizationId: orgA, memberIdOrEmail: owner }],
      ["/organization/invite-member", { organizationId: orgA, email: "boss@people.example", role: "owner" }],
      [
        "/organization/invite-member",
        { organizationId: orgA, email: "boss@people.example", role: ["viewer", "owner"] },
      ],
    ] as const) {
      const response = await handleAuth(authRequest(path, "POST", people.admin ?? null, body));
      expect({ path, body, ok: response.ok }).toEqual({ path, body, ok: false });
    }
    const after = await authDb().member.findMany({
      where: { id: { in: [owner, victim] } },
      orderBy: { createdAt: "asc" },
    });
    expect(after.map(({ role }) => role)).toEqual(["owner", "viewer"]);
  });

  async function member(role: Role): Promise<string> {
    const id = newId();
    const userId = newId();
    await authDb().user.create({
      data: { id: userId, name: "Somebody", email: `${userId}@people.example`, emailVerified: true },
    });
    await authDb().member.create({ data: { id, organizationId: orgA, userId, role } });
    return id;
  }

  async function invitation(): Promise<string> {
    const id = newId();
    await authDb().invitation.create({
      data: {
        id,
        organizationId: orgA,
        email: "somebody.else@people.example",
        role: "viewer",
        status: "pending",
        expiresAt: new Date(Date.now() + 60_000),
        inviterId: people.owner?.userId ?? "",
      },
    });
    return id;
  }
});

function authRequest(path: string, method: string, person: Person | null, body: object): Request {
  const cookie: Record<string, string> = person ? { cookie: person.cookie } : {};
  const request = authPost(path, body, cookie);
  return method === "POST" ? request : new Request(request.url, { method, headers: request.headers });
}

interface Answer {
  status: number;
  fault: string | null;
  text: string;
  cookie: string;
}

async function call(name: string, person: Person | null, input?: object): Promise<Answer> {
  const type = typeOf(name);
  const serialized = JSON.stringify(superjson.serialize(input));
  const query = type === "mutation" || input === undefined ? "" : `?input=${encodeURIComponent(serialized)}`;
  const stop = new AbortController();
  const response = await handleRequest(
    new Request(`${testOrigin}/api/trpc/${name}${query}`, {
      method: type === "mutation" ? "POST" : "GET",
      headers: { "content-type": "application/json", origin: testOrigin, ...(person ? { cookie: person.cookie } : {}) },
      signal: stop.signal,
      ...(type === "mutation" ? { body: input === undefined ? "{}" : serialized } : {}),
    }),
  );
  if (type === "subscription") return await firstEvent(response, stop);
  const text = await response.text();
  return { status: response.status, fault: faultOf(JSON.parse(text)), text, cookie: cookieOf(response) };
}

/** A stream answers 200 before it knows more: its first event says how it went. */
async function firstEvent(response: Response, stop: AbortController): Promise<Answer> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && !/data: \{"json".*\n\n/.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  stop.abort();
  await reader?.cancel().catch(() => {});
  const fault = /"code":"(not-[a-z-]+)"/.exec(text)?.[1] ?? null;
  const status = fault === null ? response.status : fault === "not-signed-in" ? 401 : 403;
  return { status, fault, text, cookie: "" };
}

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .flatMap((cookie) => cookie.split(";")[0] ?? [])
    .filter((cookie) => cookie.startsWith("millrace.session_token="))
    .join("; ");

function faultOf(body: { error?: { json?: { data?: { fault?: { code?: string } } } } }): string | null {
  return body.error?.json?.data?.fault?.code ?? null;
}

type Kind = "query" | "mutation" | "subscription";
const typeOf = (name: string): Kind => defOf(name).type;
const metaOf = (name: string): unknown => defOf(name).meta;

/** The router holds its procedures by path; its type tells them nested. */
function defOf(name: string): { type: Kind; meta: unknown } {
  const procedures: Record<string, unknown> = appRouter._def.procedures;
  const found = procedures[name];
  if (!isProcedure(found)) throw new Error(`no procedure ${name}`);
  return found._def;
}

const isProcedure = (value: unknown): value is { _def: { type: Kind; meta: unknown } } =>
  typeof value === "function" && "_def" in value;

/** Rows of A in every table that a procedure writes, as counts and a digest. */
async function digestOfA(): Promise<Record<string, unknown>> {
  const own = await withOrgSql(orgA, async (client) => {
    const digest: Record<string, unknown> = {};
    for (const name of [
      "flow",
      "flow_operation",
      "flow_version",
      "trigger",
      "connection",
      "secret",
      "app_registration",
      "oauth_state",
      "breaker",
      "run",
      "twin_fault",
      "twin_record",
      "audit",
      "option_cache",
    ]) {
      const { rows: found } = await client.query<{ digest: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${name} t`,
      );
      digest[name] = found[0]?.digest;
    }
    return digest;
  });
  return {
    ...own,
    member: await authDb().member.count({ where: { organizationId: orgA } }),
    invitation: await authDb().invitation.count({ where: { organizationId: orgA } }),
  };
}

async function seedRun(): Promise<{ runId: string; flowId: string }> {
  const flowId = await flowOfA();
  const [id, eventId] = [newId(), newId()];
  await withOrgSql(orgA, async (client) => {
    await client.query(
      `insert into event (org_id, id, created_at, source, connector, business_key, state, body)
       values ($1, $2, $3, 'manual', 'hubspot', 'Deal', 'accepted', '{"text": "payload of A"}')`,
      [orgA, eventId, timeOfId(eventId)],
    );
    await client.query(
      `insert into run (org_id, id, created_at, flow_id, version, trigger_node, event_id, event_at, class, environment, business_key, state)
       values ($1, $2, $3, $4, 1, 'n', $5, $6, 'standard', 'sandbox', 'Deal', 'done')`,
      [orgA, id, timeOfId(id), flowId, eventId, timeOfId(eventId)],
    );
    await client.query(
      `insert into step (org_id, run_id, created_at, node_id, seq, state, input, started_at)
       values ($1, $2, $3, 'n', 1, 'done', '{"text": "payload of A"}', now())`,
      [orgA, id, timeOfId(id)],
    );
  });
  return { runId: id, flowId };
}
