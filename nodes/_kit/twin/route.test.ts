import { describe, expect, test } from "vitest";
import type { TwinFault, TwinStrike } from "./fault.ts";
import { createMemoryStore } from "./memory-store.ts";
import { handleTwinRequest, matchRoute } from "./route.ts";
import type { TwinContext, TwinDefinition, TwinRoute } from "./twin.ts";

const start = new Date("2026-11-20T12:00:00Z");

const count: TwinRoute = {
  method: "POST",
  path: "/things",
  mutates: true,
  async handle(_request, { store, deliver }) {
    const id = String(await store.nextNumber("things"));
    await store.put("things", id, { id });
    deliver([{ id }]);
    return { status: 201, body: `{"id":"${id}"}` };
  },
};
const read: TwinRoute = {
  method: "GET",
  path: "/things/:id",
  mutates: false,
  handle: async ({ params }) => ({ status: 200, body: params.id ?? "" }),
};
const free: TwinRoute = {
  method: "GET",
  path: "/token",
  mutates: false,
  free: true,
  handle: async () => ({ status: 200 }),
};

const definition: TwinDefinition = {
  vendor: "shop",
  title: "Shop",
  seed: async () => undefined,
  routes: [count, read, free],
  quota: {
    limit: 2,
    windowMs: 60_000,
    headers: (remaining) => ({ "x-remaining": String(remaining) }),
    exceeded: { status: 429, headers: { "retry-after": "60" }, body: "slow down" },
  },
  sign: null,
  views: [],
  gestures: [],
  grant: async () => ({ accessToken: "", refreshToken: "", expiresInSeconds: 0 }),
};

function twin() {
  let now = start;
  const store = createMemoryStore(() => now);
  const delivered: unknown[] = [];
  const context = (): TwinContext => ({
    store,
    now,
    account: { id: "1", name: "Sandbox" },
    client: { id: "c", secret: "s" },
    origin: "http://127.0.0.1:1",
    uuid: () => crypto.randomUUID(),
    deliver: (events) => delivered.push(...events),
  });
  return {
    store,
    delivered,
    later: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    ask: (method: string, path: string, strike?: TwinStrike, quotaLimit?: number) => {
      const fault: TwinFault | null = strike ? { id: "f", match: {}, strike, remaining: 1 } : null;
      const request = { method, path, query: new URLSearchParams(), headers: {}, body: "" };
      const options = { faultFor: () => fault, ...(quotaLimit === undefined ? {} : { quotaLimit }) };
      return handleTwinRequest(definition, request, context(), options);
    },
  };
}

describe("paths", () => {
  test.each([
    ["/things/12", { id: "12" }],
    ["/things/12/", { id: "12" }],
    ["/things/a%2Fb", { id: "a/b" }],
  ])("%s is matched", (path, params) => {
    expect(matchRoute(definition.routes, "GET", path)?.params).toEqual(params);
  });

  test.each(["/things", "/things/1/2", "/other/1", "/things/%E0%A4%A"])("%s is not", (path) => {
    expect(matchRoute(definition.routes, "GET", path)).toBeNull();
  });

  test("an unknown path is a 404 that costs nothing", async () => {
    const { ask } = twin();
    expect((await ask("GET", "/nowhere")).response.status).toBe(404);
    expect((await ask("GET", "/things/1")).response.headers).toMatchObject({ "x-remaining": "1" });
  });
});

describe("quota", () => {
  test("counts down, then refuses until its window ends, and says how long that is", async () => {
    const { ask, later, store } = twin();
    await ask("POST", "/things");
    later(20_000);
    expect((await ask("POST", "/things")).response.headers).toMatchObject({ "x-remaining": "0" });
    const { response } = await ask("POST", "/things");
    expect(response).toMatchObject({ status: 429, headers: { "retry-after": "40", "x-remaining": "0" } });
    expect(await store.list("things")).toHaveLength(2);
    later(40_000);
    expect((await ask("POST", "/things")).response.status).toBe(201);
  });

  test("sign-in is free, and a host may widen it", async () => {
    const { ask } = twin();
    for (let call = 0; call < 5; call++) expect((await ask("GET", "/token")).response.status).toBe(200);
    for (let call = 0; call < 5; call++)
      expect((await ask("GET", "/things/1", undefined, 100)).response.status).toBe(200);
  });
});

describe("faults", () => {
  test("before the effect nothing is changed, and a fault costs no quota", async () => {
    const { ask, store, delivered } = twin();
    const { response } = await ask("POST", "/things", {
      kind: "status",
      status: 503,
      when: "before",
      retryAfterSeconds: 3,
    });
    expect(response).toMatchObject({ status: 503, headers: { "retry-after": "3" } });
    expect(await store.list("things")).toEqual([]);
    expect(delivered).toEqual([]);
  });

  test("after the effect it stays, whatever is answered", async () => {
    const { ask, store, delivered } = twin();
    expect((await ask("POST", "/things", { kind: "status", status: 500, when: "after" })).response.status).toBe(500);
    expect(await ask("POST", "/things", { kind: "reset", when: "after" })).toMatchObject({ hangUp: true });
    expect(await store.list("things")).toHaveLength(2);
    expect(delivered).toHaveLength(2);
  });

  test("an injected 429 has the vendor's own body", async () => {
    const { ask } = twin();
    const { response } = await ask("POST", "/things", {
      kind: "status",
      status: 429,
      when: "before",
      retryAfterSeconds: 7,
    });
    expect(response).toEqual({ status: 429, headers: { "retry-after": "7" }, body: "slow down" });
  });

  test("slow, broken off and doubled are told to the host", async () => {
    const { ask } = twin();
    expect(await ask("POST", "/things", { kind: "slow", delayMs: 250 })).toMatchObject({
      delayMs: 250,
      deliveryCopies: 1,
    });
    expect((await ask("POST", "/things", { kind: "broken-answer" })).response.body).toBe('{"id"');
    expect(await ask("GET", "/token", { kind: "duplicate-delivery", copies: 3 })).toMatchObject({ deliveryCopies: 3 });
  });
});
