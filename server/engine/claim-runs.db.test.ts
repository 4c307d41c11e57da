import { expect, test } from "vitest";
import { seedConnection } from "#prisma/seed/connection.ts";
import { lineOf, seedLiveFlow } from "#prisma/seed/flow.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { pool } from "#server/db/pool.ts";
import { withOrg } from "#server/db/with-org.ts";
import { recordEvent } from "#server/ingest/record-event.ts";
import { wakeDueRuns } from "#server/queue/janitor.ts";
import { settings } from "#server/settings.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { claimRuns } from "./claim-runs.ts";
import type { RunEnd } from "./run.ts";
import { settle } from "./settle.ts";

withDatabase();
const done: RunEnd = { state: "done" };
const end = (run: Awaited<ReturnType<typeof claimRuns>>[number], how: RunEnd) =>
  settle({ orgId: run.orgId, run, steps: [], attempts: [], effect: null, end: how });

async function seedRuns(count: number, entity = (index: number) => index) {
  const orgId = await seedOrganisation();
  const connection = await seedConnection(orgId);
  await seedLiveFlow(
    orgId,
    lineOf({
      id: "won",
      type: "hubspot/deal-stage-changed",
      connection: connection.id,
      config: { stage: "closedwon" },
    }),
  );
  const hints: [string, string][] = [];
  for (let index = 0; index < count; index += 1) {
    const recorded = await recordEvent({
      orgId,
      source: "webhook",
      connector: "hubspot",
      connectionId: connection.id,
      dedupeScope: connection.id,
      dedupeKey: String(index),
      body: {
        portalId: 1001,
        subscriptionId: 1,
        eventId: index,
        objectId: entity(index),
        appId: 1,
        occurredAt: index,
        subscriptionType: "deal.propertyChange",
        propertyName: "dealstage",
        propertyValue: "closedwon",
      },
    });
    for (const run of recorded.runs) hints.push([orgId, run.runId]);
  }
  return { orgId, hints };
}

/** The database's clock jumps: everything that waits for a time is due. */
const jump = (seconds: number) =>
  pool("migrator").query(
    `create or replace function mr_now() returns timestamptz language sql volatile as 'select clock_timestamp() + interval ''${seconds} seconds'''`,
  );

test("forty contenders for the same runs: each run has exactly one owner", async () => {
  const { hints } = await seedRuns(10);
  const claims = await Promise.all(Array.from({ length: 40 }, (_, index) => claimRuns(hints, `worker ${index}`)));
  const ids = claims.flat().map((run) => run.id);
  expect(ids).toHaveLength(10);
  expect(new Set(ids).size).toBe(10);
});

test("a worker whose lease was taken over cannot settle", async () => {
  const { orgId, hints } = await seedRuns(1);
  const [stale] = await claimRuns(hints, "a");
  await jump(settings.run.leaseMs / 1_000 + 1);
  const [fresh] = await claimRuns(hints, "b");
  await jump(0);
  if (!stale || !fresh) throw new Error("no claim");
  expect(fresh.epoch).toBe(stale.epoch + 1);
  expect(await end(stale, done)).toMatchObject({ lost: true });
  expect(await withOrg(orgId, (db) => db.run.findMany())).toMatchObject([{ state: "leased" }]);
  expect(await end(fresh, done)).toMatchObject({ lost: false });
  expect(await withOrg(orgId, (db) => db.run.findMany())).toMatchObject([{ state: "done", crashes: 0 }]);
});

test("a later run of the same entity waits for the earlier one and goes as soon as it is done", async () => {
  const { orgId, hints } = await seedRuns(3, () => 77);
  const claimed = await claimRuns([...hints].reverse(), "a");
  expect(claimed.map((run) => run.id)).toEqual([hints[0]?.[1]]);
  const [first] = claimed;
  if (!first) throw new Error("no claim");
  const settled = await end(first, done);
  expect(settled.wakes.map((wake) => wake.runId)).toEqual([hints[1]?.[1]]);
  const next = await claimRuns(hints, "b");
  expect(next.map((run) => run.id)).toEqual([hints[1]?.[1]]);
  expect(await withOrg(orgId, (db) => db.run.count({ where: { state: "parked", parkReason: "order" } }))).toBe(1);
});

test("a run whose hint was lost is found by the janitor, one that waits for a person is not", async () => {
  const { orgId, hints } = await seedRuns(2);
  const [waiting] = await claimRuns(hints.slice(0, 1), "a");
  if (!waiting) throw new Error("no claim");
  await end(waiting, {
    state: "parked",
    reason: "reauth",
    delayMs: null,
    nodeId: "won",
    fault: null,
    parkKey: null,
    attempts: 0,
  });
  await jump(60);
  const woken = await wakeDueRuns();
  await jump(0);
  expect(woken).toBeGreaterThanOrEqual(1);
  expect(await claimRuns(hints, "b")).toMatchObject([{ id: hints[1]?.[1] }]);
  expect(await withOrg(orgId, (db) => db.run.count({ where: { parkReason: "reauth" } }))).toBe(1);
});
