import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrg } from "#server/db/with-org.ts";
import { type House, openHouse, type WorkerProcess } from "#server/testing/house.ts";
import { shortSettings, withNote } from "#server/testing/kill-scenario.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { clearTwinFaults, type NewTwinFault, setTwinFault } from "#server/twins/twin-faults.ts";

withDatabase();
let house: House;
let worker: WorkerProcess;

beforeAll(async () => {
  house = await openHouse();
  await house.publishTemplate(withNote(house));
  // The breaker is not what is tested here.
  const settings = { ...shortSettings, breaker: { consecutiveFailures: 1_000, minimumCalls: 1_000 } };
  worker = house.startWorker({ SHORT_SETTINGS: JSON.stringify(settings) });
  await worker.ready;
});
afterAll(() => house.close());

const invoicePath = "/api.xro/2.0/Invoices";
const strikes: [string, NewTwinFault["strike"]][] = [
  ["the answer is lost", { kind: "reset", when: "after" }],
  ["the connection breaks before anything happened", { kind: "reset", when: "before" }],
  ["the vendor writes it and says 500", { kind: "status", status: 500, when: "after" }],
  ["the vendor says 503 and writes nothing", { kind: "status", status: 503, when: "before" }],
  ["the vendor throttles", { kind: "status", status: 429, when: "before", retryAfterSeconds: 1 }],
  ["the answer comes too late", { kind: "slow", delayMs: 700 }],
  ["the answer breaks off", { kind: "broken-answer" }],
];

async function win(): Promise<string> {
  const deal = await house.createDeal("Deal under a fault");
  await house.winDeal(deal);
  await house.untilIdle();
  return deal;
}

const invoicesOf = async (deal: string) =>
  (await house.invoices()).filter((invoice) => invoice.Reference === `HubSpot deal ${deal}`);
const notesOf = async (deal: string) =>
  (
    await withOrg(house.orgId, (db) => db.twinRecord.findMany({ where: { vendor: "hubspot", collection: "notes" } }))
  ).filter(({ body }) => Object(body).hs_note_body === deal);

test.each(strikes)("with a native key, %s: one invoice, and the run goes on", async (_, strike) => {
  await setTwinFault(house.orgId, "xero", { match: { path: invoicePath, mutates: true }, strike, remaining: 1 });
  const deal = await win();
  expect(await invoicesOf(deal)).toHaveLength(1);
  expect((await house.runs()).at(-1)).toMatchObject({ state: "done" });
});

test.each(strikes)(
  "with no key at all, %s: at most one note, and an unknown outcome waits for a person",
  async (_, strike) => {
    await setTwinFault(house.orgId, "hubspot", {
      match: { path: "/crm/v3/objects/:type", mutates: true },
      strike,
      remaining: 1,
    });
    const deal = await win();
    await clearTwinFaults(house.orgId, "hubspot");
    const notes = await notesOf(deal);
    const run = (await house.runs()).at(-1);
    expect(notes.length).toBeLessThanOrEqual(1);
    expect(run?.state).toBe(strike.kind === "status" && strike.status === 429 ? "done" : "in_doubt");
  },
);

test("a deal whose amount changed after it was invoiced waits as a conflict, visibly, and writes nothing", async () => {
  const deal = await win();
  await house.gesture("hubspot", "reopen-deal", { id: deal });
  const [line] = await withOrg(house.orgId, (db) =>
    db.twinRecord.findMany({
      where: { vendor: "hubspot", collection: "line_items" },
      orderBy: { seq: "desc" },
      take: 1,
    }),
  );
  await house.gesture("hubspot", "edit-line", { id: line?.id ?? "", quantity: "3", price: "100.00" });
  await house.winDeal(deal);
  await house.untilIdle();
  const run = (await house.runs()).at(-1);
  expect(run).toMatchObject({ state: "parked", parkReason: "conflict" });
  expect(await invoicesOf(deal)).toHaveLength(1);
});
