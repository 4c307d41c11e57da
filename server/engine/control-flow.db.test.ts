import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { findTrigger } from "#nodes/registry.ts";
import { lineOf, seedLiveFlow } from "#prisma/seed/flow.ts";
import { withOrg } from "#server/db/with-org.ts";
import { recordEvent } from "#server/ingest/record-event.ts";
import { startManualRun } from "#server/ingest/start-manual-run.ts";
import { type House, openHouse, type WorkerProcess } from "#server/testing/house.ts";
import { until } from "#server/testing/until.ts";
import { withDatabase } from "#server/testing/with-database.ts";

withDatabase();
let house: House;
let worker: WorkerProcess;

beforeAll(async () => {
  house = await openHouse();
  worker = house.startWorker({ SHORT_SETTINGS: JSON.stringify({ poll: { tickMs: 50 } }) });
  await worker.ready;
});
afterAll(() => house.close());

const sample = () => structuredClone(findTrigger("hubspot/deal-stage-changed")?.trigger.sample ?? null);
const start = () => ({
  id: "won",
  type: "hubspot/deal-stage-changed",
  connection: house.hubspot.connectionId,
  config: { stage: "closedwon" },
});
const map = (id: string, expression: string) => ({ id, type: "logic/map", config: { expression } });

async function run(graph: FlowDocument) {
  const flowId = await seedLiveFlow(house.orgId, graph);
  const { runId } = await startManualRun({ orgId: house.orgId, flowId, nodeId: "won", event: sample() });
  await house.untilIdle();
  return withOrg(house.orgId, async (db) => ({
    run: await db.run.findFirstOrThrow({ where: { id: runId } }),
    steps: new Map(
      (await db.step.findMany({ where: { runId } })).map((step) => [step.nodeId, { ...step, output: step.output }]),
    ),
  }));
}

function branching(condition: string): FlowDocument {
  const graph = lineOf(start(), { id: "large", type: "logic/branch", config: { condition } });
  graph.nodes.push(...lineOf(map("yes", '"large"'), map("no", '"small"')).nodes);
  graph.edges.push(
    { id: "t", from: { node: "large", port: "true" }, to: { node: "yes", port: "in" } },
    { id: "f", from: { node: "large", port: "false" }, to: { node: "no", port: "in" } },
  );
  return graph;
}

test("a flow that starts by hand needs no vendor and sees what was given", async () => {
  const flowId = await seedLiveFlow(
    house.orgId,
    lineOf({ id: "by_hand", type: "logic/manual" }, map("twice", "{'double': amount * 2}")),
  );
  const { runId } = await startManualRun({ orgId: house.orgId, flowId, nodeId: "by_hand", event: { amount: 21 } });
  await house.untilIdle();
  const steps = await withOrg(house.orgId, (db) => db.step.findMany({ where: { runId }, orderBy: { seq: "asc" } }));
  expect(steps.map((step) => step.output)).toEqual([{ amount: 21 }, { double: 42 }]);
  await expect(startManualRun({ orgId: house.orgId, flowId, nodeId: "by_hand", event: 7 })).rejects.toMatchObject({
    code: "event-invalid",
  });
});

test("a branch takes one way and the other is skipped, both in the history", async () => {
  const yes = await run(branching("deal.id != ''"));
  expect(yes.steps.get("yes")).toMatchObject({ state: "done", output: "large" });
  expect(yes.steps.get("no")).toMatchObject({ state: "skipped" });
  const no = await run(branching("deal.id = ''"));
  expect(no.steps.get("no")).toMatchObject({ state: "done", output: "small" });
  expect(no.run.state).toBe("done");
});

test("a condition that is not true or false ends in a dead letter that says so", async () => {
  const { run: dead } = await run(branching("deal.id"));
  expect(dead).toMatchObject({ state: "dead", fault: { code: "condition-not-boolean" } });
  expect(await withOrg(house.orgId, (db) => db.deadLetter.findMany({ where: { runId: dead.id } }))).toMatchObject([
    { state: "open", nodeId: "large" },
  ]);
});

test("a failure leaves through the error port with its fault and the run ends well", async () => {
  const graph = lineOf(start(), map("breaks", "$number('x')"));
  graph.nodes.push(...lineOf(map("caught", "{'code': fault.code, 'deal': input.deal.id}")).nodes);
  graph.edges.push({ id: "e", from: { node: "breaks", port: "error" }, to: { node: "caught", port: "in" } });
  const { run: ended, steps } = await run(graph);
  expect(ended.state).toBe("done");
  expect(steps.get("breaks")).toMatchObject({ state: "failed", port: "error" });
  expect(steps.get("caught")?.output).toMatchObject({ code: "mapping-failed", deal: expect.any(String) });
});

test("input that the target cannot take stops before the vendor hears of it and names the field", async () => {
  const before = await withOrg(house.orgId, (db) => db.twinRequest.count({ where: { vendor: "xero" } }));
  const graph = lineOf(start(), map("bad", "{'contactId': 'c', 'lines': []}"), {
    id: "create_invoice",
    type: "xero/create-invoice",
    connection: house.xero.connectionId,
    config: {},
  });
  const { run: dead } = await run(graph);
  expect(dead).toMatchObject({ state: "dead", fault: { code: "input-invalid" } });
  expect(await withOrg(house.orgId, (db) => db.twinRequest.count({ where: { vendor: "xero" } }))).toBe(before);
});

test("a polled deal starts one run, and its webhook meets the same invoice", async () => {
  const flowId = await house.publishTemplate();
  await withOrg(house.orgId, (db) =>
    db.trigger.updateMany({ where: { flowId }, data: { polls: true, pollDueAt: new Date(0) } }),
  );
  await until("the first poll set its cursor", async () => {
    const trigger = await withOrg(house.orgId, (db) => db.trigger.findFirst({ where: { flowId } }));
    return trigger?.cursor !== null;
  });
  const deal = await house.createDeal("Polled deal");
  await house.winDeal(deal);
  await withOrg(house.orgId, (db) => db.trigger.updateMany({ where: { flowId }, data: { pollDueAt: new Date(0) } }));
  const runsOf = async () =>
    withOrg(house.orgId, async (db) => {
      const runs = await db.run.findMany({ where: { flowId, entityKey: `deal:${deal}` } });
      const events = await db.event.findMany({ where: { id: { in: runs.map((one) => one.eventId) } } });
      return events.map((event) => event.source).toSorted();
    });
  await until("both ways have brought the deal", async () => (await runsOf()).length >= 2);
  await house.untilIdle();
  expect(await runsOf()).toEqual(["poll", "webhook"]);
  const invoices = (await house.invoices()).filter((invoice) => invoice.Reference === `HubSpot deal ${deal}`);
  expect(invoices).toHaveLength(1);
});

test("many events of one deal at once run one after the other, in the order of their arrival", async () => {
  const flowId = await seedLiveFlow(house.orgId, lineOf(start(), map("seen", "deal.id")));
  const deal = await house.createDeal("Busy deal");
  const second = house.startWorker();
  await second.ready;
  const { connectionId, accountId } = house.hubspot;
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      recordEvent({
        orgId: house.orgId,
        source: "webhook",
        connector: "hubspot",
        connectionId,
        dedupeScope: flowId,
        dedupeKey: `busy ${index}`,
        only: { flowId, nodeId: "won" },
        body: {
          portalId: Number(accountId),
          subscriptionType: "deal.propertyChange",
          objectId: Number(deal),
          propertyName: "dealstage",
          propertyValue: "closedwon",
          occurredAt: index,
          subscriptionId: 1,
        },
      }),
    ),
  );
  await house.untilIdle(15_000);
  await second.stop();
  const runs = await withOrg(house.orgId, (db) =>
    db.run.findMany({ where: { flowId }, orderBy: { entitySeq: "asc" } }),
  );
  expect(runs.map((one) => one.state)).toEqual(Array.from({ length: 40 }, () => "done"));
  for (const [index, one] of runs.entries()) {
    const before = runs[index - 1]?.finishedAt;
    if (before && one.startedAt) expect(one.startedAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
  }
});

test("a worker that is told to stop finishes what it holds and leaves no lease behind", async () => {
  const deals = await Promise.all(Array.from({ length: 12 }, (_, index) => house.createDeal(`Drained ${index}`)));
  await Promise.all(deals.map((deal) => house.winDeal(deal)));
  await until("some run is in hand", async () => (await house.runs()).some((one) => one.state === "leased"));
  await worker.stop();
  expect((await house.runs()).filter((one) => one.state === "leased")).toEqual([]);
  worker = house.startWorker();
  await worker.ready;
  await house.untilIdle();
  const references = (await house.invoices()).map((invoice) => invoice.Reference);
  for (const deal of deals) expect(references.filter((one) => one === `HubSpot deal ${deal}`)).toHaveLength(1);
});
