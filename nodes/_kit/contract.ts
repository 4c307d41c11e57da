import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFault } from "../_core/fault.ts";
import type { Json, JsonSchema } from "../_core/json.ts";
import { checkValue } from "../_core/schema/check-value.ts";
import { isSchema } from "../_core/schema/schema-at.ts";
import type { ActionContext, WriteAction } from "./action.ts";
import type { ConnectorDefinition } from "./connector.ts";
import type { VendorAccount, VendorHttp, WireResponse } from "./http.ts";
import { toJsonSchema } from "./json-schema.ts";
import type { Sample } from "./samples.ts";
import type { TwinStrike } from "./twin/fault.ts";
import { type ServedTwin, serveInMemory } from "./twin/serve-in-memory.ts";
import { verifyDelivery } from "./verify/verify.ts";

/** What the battery must know of a write: something good to write, and how its effects are counted in the twin. */
export interface WriteTrial {
  action: string;
  config: Json;
  input(http: VendorHttp): Promise<Json>;
  effects(twin: ServedTwin): Promise<number>;
}

export interface ContractSubject {
  connector: ConnectorDefinition;
  /** An account id as the vendor's look. */
  account: VendorAccount;
  samples: Sample[];
  trials: WriteTrial[];
}

/** The questions every connector answers. Counts effects in the twin, over real HTTP; nothing is mocked. */
export function contract({ connector, account, samples, trials }: ContractSubject): void {
  const headers = connector.connection.headers(account);

  describe("schemas", () => {
    const parts = [
      ...connector.triggers.flatMap(({ id, config, event }) => [
        [`${id} config`, toJsonSchema(config, "input")] as const,
        [`${id} event`, toJsonSchema(event, "output")] as const,
      ]),
      ...connector.actions.flatMap(({ id, config, input, output }) => [
        [`${id} config`, toJsonSchema(config, "input")] as const,
        [`${id} input`, toJsonSchema(input, "input")] as const,
        [`${id} output`, toJsonSchema(output, "output")] as const,
      ]),
    ];

    test.each(parts)("every field has a title: %s", (_name, schema) => {
      expect(untitled(schema)).toEqual([]);
    });

    test.each(parts)("every option list that is named exists: %s", (_name, schema) => {
      for (const list of optionLists(schema)) expect(Object.keys(connector.options)).toContain(list);
    });

    test.each(connector.triggers.map((trigger) => [trigger.id, trigger] as const))(
      "the sample of %s is an event",
      (_id, trigger) => {
        expect(trigger.event.safeParse(trigger.sample).error).toBeUndefined();
        expect(checkValue(toJsonSchema(trigger.event, "output"), trigger.sample)).toEqual([]);
      },
    );

    test("kept fields are fields of the output", () => {
      for (const action of writesOf(connector)) {
        const { properties } = toJsonSchema(action.output, "output");
        expect(Object.keys(properties ?? {})).toEqual(expect.arrayContaining(action.kept));
      }
    });

    test("every write has a trial", () => {
      expect(trials.map(({ action }) => action).sort()).toEqual(
        writesOf(connector)
          .map(({ id }) => id)
          .sort(),
      );
    });
  });

  describe("samples", () => {
    test.each(samples.map((sample) => [sample.name, sample] as const))("%s parses", (_name, sample) => {
      if (sample.of === "answer") return;
      if (sample.of === "error") {
        const fault = connector.toFault({ status: sample.status, headers: sample.headers, body: textOf(sample.body) });
        expect({ kind: fault.kind, code: fault.code }).toEqual(sample.fault);
        return;
      }
      const webhook = connector.webhook;
      const events = webhook?.events(textOf(sample.body)) ?? [];
      expect(events).toHaveLength(sample.events);
      for (const event of events) expect(webhook?.accountId(event)).toMatch(/\S/);
      expect(new Set(events.map((event) => webhook?.dedupeKey(event))).size).toBe(events.length);
    });
  });

  const { webhook, twin } = connector;
  const sign = twin.sign;
  if (webhook && sign)
    describe("deliveries", () => {
      const url = "https://millrace.example/hooks/3f1c0a52";
      const deliveries = samples.filter((sample) => sample.of === "delivery");
      const signed = (sample: Sample, secret: string, now: Date) => {
        const events = webhook.events(textOf(sample.body));
        const delivery = sign(events, secret, url, now);
        const distinct = Object.entries(delivery.headers).map(([name, value]) => [name, [value]]);
        return { method: "POST", url, headers: Object.fromEntries(distinct), body: Buffer.from(delivery.body) };
      };

      test.each(deliveries.map((sample) => [sample.name, sample] as const))(
        "%s signs, then verifies",
        (_name, sample) => {
          const now = new Date();
          expect(verifyDelivery(webhook.verify, signed(sample, "secret", now), ["secret"], now)).toEqual({ ok: true });
        },
      );

      test("any changed byte fails", () => {
        const now = new Date();
        const delivery = signed(deliveries[0] ?? missing("a delivery sample"), "secret", now);
        for (let index = 0; index < delivery.body.length; index += 7) {
          const body = Buffer.from(delivery.body);
          body[index] = (body[index] ?? 0) ^ 1;
          expect(verifyDelivery(webhook.verify, { ...delivery, body }, ["secret"], now).ok).toBe(false);
        }
      });

      test.each([
        "",
        "{",
        "null",
        "7",
        '[{"__proto__":{}}]',
        '{"events":[{"__proto__":1}]}',
        '["x"]',
        '{"events":["x"]}',
      ])("signed but malformed is a Fault, never a crash: %s", (body) => {
        expect(() => webhook.events(body)).toThrow(expect.objectContaining({ code: "malformed-delivery" }));
      });
    });

  describe("writes", () => {
    let served: ServedTwin;
    let http: VendorHttp;
    beforeAll(async () => {
      served = await serveInMemory(twin, { account, quotaLimit: 10_000 });
      http = await served.connect(headers);
    });
    afterAll(() => served.close());

    describe.each(trials.map((trial) => [trial.action, trial] as const))("%s", (id, trial) => {
      const action = writesOf(connector).find((candidate) => candidate.id === id) ?? missing(id);
      let counter = 0;
      const nextKey = (): ActionContext => ({ account, vendorKey: `contract-${id}-${++counter}` });

      async function send(context: ActionContext, input: Json): Promise<WireResponse> {
        return http.request(action.request(input, trial.config, context));
      }

      test("builds the same bytes each time, without a credential", async () => {
        const input = await trial.input(http);
        const context = nextKey();
        const request = action.request(input, trial.config, context);
        expect(action.request(input, trial.config, context)).toEqual(request);
        expect(Object.keys(request.headers ?? {}).map((name) => name.toLowerCase())).not.toContain("authorization");
        if (action.capability.kind === "vendor-key") {
          expect(request.headers?.[action.capability.header]).toBe(context.vendorKey);
          expect(context.vendorKey.length).toBeLessThanOrEqual(action.capability.maxLength);
        }
      });

      test("makes one effect, and its answer is an output", async () => {
        const before = await trial.effects(served);
        const response = await send(nextKey(), await trial.input(http));
        expect(response.status, response.body).toBeLessThan(300);
        const output = action.answer(response);
        expect(checkValue(toJsonSchema(action.output, "output"), output)).toEqual([]);
        expect(action.object(output)).toMatchObject({
          id: expect.stringMatching(/\S/),
          label: expect.stringMatching(/\S/),
        });
        expect(await trial.effects(served)).toBe(before + 1);
      });

      if (action.capability.kind === "vendor-key" || action.capability.kind === "upsert")
        test("the same sending twice is one effect", async () => {
          const before = await trial.effects(served);
          const [context, input] = [nextKey(), await trial.input(http)];
          const first = action.answer(await send(context, input));
          const second = action.answer(await send(context, input));
          expect(action.object(second).id).toBe(action.object(first).id);
          expect(await trial.effects(served)).toBe(before + 1);
        });

      test("a lost answer is resolved as its capability says", async () => {
        const before = await trial.effects(served);
        const [context, input] = [nextKey(), await trial.input(http)];
        served.faults = [strike({ kind: "reset", when: "after" }, true)];
        await expect(send(context, input)).rejects.toMatchObject({ kind: "unavailable", sent: "maybe" });
        expect(await trial.effects(served)).toBe(before + 1);

        if (action.capability.kind === "none") return;
        if (action.capability.kind !== "find") action.answer(await send(context, input));
        const found = await action.find?.(action.request(input, trial.config, context), http, context);
        if (found) expect(found).toHaveLength(1);
        expect(await trial.effects(served)).toBe(before + 1);
      });

      test("an answer that breaks off leaves the outcome unknown", async () => {
        const input = await trial.input(http);
        served.faults = [strike({ kind: "broken-answer" }, true)];
        const response = await send(nextKey(), input);
        expect(() => action.answer(response)).toThrow(expect.objectContaining({ kind: "in-doubt" }));
      });
    });
  });

  describe("faults", () => {
    let served: ServedTwin;
    beforeAll(async () => {
      served = await serveInMemory(twin, { account, quotaLimit: 5 });
    });
    afterAll(() => served.close());
    const health = connector.connection.health;

    test.each<[TwinStrike, string]>([
      [{ kind: "status", status: 500, when: "before" }, "unavailable"],
      [{ kind: "status", status: 503, when: "before", retryAfterSeconds: 5 }, "unavailable"],
      [{ kind: "status", status: 429, when: "before", retryAfterSeconds: 9 }, "throttled"],
    ])("%j is %s", async (what, kind) => {
      const http = await served.connect(headers);
      served.faults = [strike(what, false)];
      const fault = connector.toFault(await http.request(health));
      expect(fault.kind).toBe(kind);
      if (what.kind === "status" && what.retryAfterSeconds)
        expect(fault.retryAfterMs).toBe(what.retryAfterSeconds * 1_000);
    });

    test("the twin's own quota throttles, and its headers announce it", async () => {
      const http = await served.connect(headers);
      let response = await http.request(health);
      const announced = connector.connection.readQuota?.(response)[0]?.remaining;
      expect(announced).toBeTypeOf("number");
      while (response.status === 200) response = await http.request(health);
      const fault = connector.toFault(response);
      expect(fault.kind).toBe("throttled");
      expect(fault.retryAfterMs).toBeGreaterThanOrEqual(1_000);
      served.clock.advance(fault.retryAfterMs ?? 0);
      expect((await http.request(health)).status).toBe(200);
    });

    test("an expired sign-in is unauthorized", async () => {
      const http = await served.connect(headers);
      served.clock.advance(31 * 60_000);
      expect(connector.toFault(await http.request(health)).kind).toBe("unauthorized");
    });

    test("a body that nobody expects is still a Fault, and quotes nothing of it", () => {
      for (const status of [400, 401, 403, 404, 409, 429, 500])
        for (const body of ["", "<html>secret-token</html>", "[]", "null", '{"message":7}']) {
          const fault = connector.toFault({ status, headers: {}, body });
          expect(isFault(fault)).toBe(true);
          expect(JSON.stringify(fault)).not.toContain("secret-token");
        }
    });
  });

  describe("reads", () => {
    let served: ServedTwin;
    let http: VendorHttp;
    beforeAll(async () => {
      served = await serveInMemory(twin, { account, quotaLimit: 10_000 });
      http = await served.connect(headers);
    });
    afterAll(() => served.close());

    test.each(Object.entries(connector.options))("the option list %s has values and labels", async (_name, list) => {
      const items = await list(http, account);
      expect(items.length).toBeGreaterThan(0);
      for (const item of items)
        expect(item).toMatchObject({ value: expect.stringMatching(/\S/), label: expect.stringMatching(/\S/) });
      expect(new Set(items.map(({ value }) => value)).size).toBe(items.length);
    });

    test("the sign-in says which accounts it acts for", async () => {
      const { accessToken } = await twin.grant({ ...contextOf(served), deliver: () => undefined });
      expect(await connector.connection.discoverAccounts(http, accessToken).catch((error: unknown) => error)).toEqual([
        account,
      ]);
    });

    test.each(
      connector.triggers.flatMap((trigger) => (trigger.poll ? [[trigger.id, trigger, trigger.poll] as const] : [])),
    )("the poll of %s ends, and replays nothing from before its start", async (_id, trigger, poll) => {
      let cursor = poll.start(served.clock.now());
      const seen: string[] = [];
      for (let page = 0; page < 50; page++) {
        const done = await poll.fetch(trigger.config.parse({}), cursor, http, account);
        seen.push(...done.events.map((event) => poll.dedupeKey(event)));
        cursor = done.cursor;
        if (!done.more) break;
        expect(page).toBeLessThan(49);
      }
      expect(seen).toEqual([]);
    });
  });
}

const strike = (what: TwinStrike, mutates: boolean) => ({
  id: "contract",
  match: { mutates },
  strike: what,
  remaining: 1,
});

const contextOf = (served: ServedTwin) => ({
  store: served.store,
  now: served.clock.now(),
  account: served.account,
  client: served.client,
  origin: served.origin,
  uuid: () => crypto.randomUUID(),
});

const writesOf = (connector: ConnectorDefinition): WriteAction[] =>
  connector.actions.filter((action): action is WriteAction => action.effect !== "read");

const textOf = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body));

function missing(what: string): never {
  throw new Error(`The contract misses ${what}`);
}

/** Paths of fields that have no title; entries of lists and the root need none. */
function untitled(schema: JsonSchema, path = "$"): string[] {
  const { properties, items, anyOf } = schema;
  const found: string[] = [];
  if (isSchema(properties))
    for (const [name, field] of Object.entries(properties)) {
      if (!isSchema(field)) continue;
      if (typeof field.title !== "string" || field.title === "") found.push(`${path}.${name}`);
      found.push(...untitled(field, `${path}.${name}`));
    }
  if (isSchema(items)) found.push(...untitled(items, `${path}[]`));
  if (Array.isArray(anyOf)) for (const branch of anyOf) if (isSchema(branch)) found.push(...untitled(branch, path));
  return found;
}

function optionLists(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(optionLists);
  if (!isSchema(schema)) return [];
  const own = schema["x-options"];
  return [...(typeof own === "string" ? [own] : []), ...Object.values(schema).flatMap(optionLists)];
}
