import { expect, test } from "vitest";
import { seedConnection } from "#prisma/seed/connection.ts";
import { lineOf, seedLiveFlow } from "#prisma/seed/flow.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { pool } from "#server/db/pool.ts";
import { withOrg } from "#server/db/with-org.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { type IncomingEvent, recordEvent } from "./record-event.ts";

withDatabase();

async function listening(ordered = true) {
  const orgId = await seedOrganisation();
  const connection = await seedConnection(orgId);
  const flowId = await seedLiveFlow(
    orgId,
    lineOf({
      id: "won",
      type: "hubspot/deal-stage-changed",
      connection: connection.id,
      config: { stage: "closedwon" },
    }),
    { ordered },
  );
  const event = (deal: number, at = 1): IncomingEvent => ({
    orgId,
    source: "webhook",
    connector: "hubspot",
    connectionId: connection.id,
    dedupeScope: connection.id,
    dedupeKey: `deal ${deal} at ${at}`,
    body: {
      portalId: 1001,
      subscriptionId: 1,
      eventId: 1,
      objectId: deal,
      subscriptionType: "deal.propertyChange",
      propertyName: "dealstage",
      propertyValue: "closedwon",
      occurredAt: at,
      appId: 1,
    },
  });
  return { orgId, flowId, event, connection };
}

test("an event becomes one run with a wake hint, however often it arrives at once", async () => {
  const { orgId, event } = await listening();
  const recorded = await Promise.all(Array.from({ length: 20 }, () => recordEvent(event(7))));
  expect(recorded.filter((one) => one.fresh)).toHaveLength(1);
  const runs = await withOrg(orgId, (db) => db.run.findMany());
  expect(runs).toMatchObject([{ state: "ready", businessKey: expect.stringContaining("7"), entitySeq: 1n }]);
  const { rows } = await pool("queue").query(
    "select count(*)::int as n from graphile_worker.jobs where task_identifier = 'run-standard'",
  );
  expect(rows[0].n).toBeGreaterThan(0);
});

test("events of one entity get their order in the ingest transaction", async () => {
  const { orgId, event } = await listening();
  for (const at of [1, 2]) await recordEvent(event(9, at));
  await Promise.all([3, 4, 5].map((at) => recordEvent(event(9, at))));
  const runs = await withOrg(orgId, (db) => db.run.findMany({ orderBy: { entitySeq: "asc" } }));
  expect(runs.map((run) => run.entitySeq)).toEqual([1n, 2n, 3n, 4n, 5n]);
});

test("an event nobody listens for is kept as ignored and starts nothing", async () => {
  const { orgId, event } = await listening();
  const other = event(3);
  const recorded = await recordEvent({ ...other, body: { ...Object(other.body), propertyValue: "qualified" } });
  expect(recorded).toMatchObject({ fresh: true, runs: [] });
  expect(await withOrg(orgId, (db) => db.event.findMany())).toMatchObject([{ state: "ignored" }]);
});

test("an event that cannot be stored never fails its neighbours in the group commit", async () => {
  const { orgId, event } = await listening();
  const bad = { ...event(1), connectionId: "not-a-uuid" };
  const results = await Promise.allSettled([recordEvent(event(11)), recordEvent(bad), recordEvent(event(12))]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await withOrg(orgId, (db) => db.run.count())).toBe(2);
});

test("organisations share a commit and see only their own", async () => {
  const [a, b] = await Promise.all([listening(), listening()]);
  if (!a || !b) throw new Error("seed");
  await Promise.all([recordEvent(a.event(1)), recordEvent(b.event(1)), recordEvent(a.event(2))]);
  expect(await withOrg(a.orgId, (db) => db.run.count())).toBe(2);
  expect(await withOrg(b.orgId, (db) => db.run.count())).toBe(1);
});
