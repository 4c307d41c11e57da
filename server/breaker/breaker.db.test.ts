import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrg } from "#server/db/with-org.ts";
import { type House, openHouse, type WorkerProcess } from "#server/testing/house.ts";
import { until } from "#server/testing/until.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { clearTwinFaults, setTwinFault } from "#server/twins/twin-faults.ts";
import { acquireProbe, giveProbeBack } from "./breaker-rows.ts";

withDatabase();
let house: House;
let worker: WorkerProcess;
const deals: string[] = [];

beforeAll(async () => {
  house = await openHouse();
  await house.publishTemplate();
  worker = house.startWorker({
    SHORT_SETTINGS: JSON.stringify({
      breaker: { openMs: 1_500, jitterShare: 0, cacheMs: 50, slowStartMs: 50, recheckMs: 200 },
      retry: { baseMs: 20 },
      run: { janitorMs: 100 },
    }),
    STANDARD_CONCURRENCY: "4",
  });
  await worker.ready;
});
afterAll(() => house.close());

const breakers = () => withOrg(house.orgId, (db) => db.breaker.findMany({ orderBy: { key: "asc" } }));
const writes = () =>
  withOrg(house.orgId, (db) =>
    db.twinRequest.findMany({ where: { vendor: "xero", method: { in: ["PUT", "POST"] } }, orderBy: { id: "asc" } }),
  );

test("a failing vendor opens the breaker after five calls; runs then park without an attempt", async () => {
  await setTwinFault(house.orgId, "xero", {
    match: { mutates: true },
    strike: { kind: "status", status: 500, when: "before" },
    remaining: null,
  });
  for (let index = 0; index < 20; index += 1) {
    const deal = await house.createDeal(`Deal ${index}`);
    deals.push(deal);
    await house.winDeal(deal);
  }
  await until("every run is parked by the breaker", async () => {
    const runs = await house.runs();
    return runs.length === 20 && runs.every((run) => run.parkReason === "breaker");
  });
  const open = (await breakers()).filter((row) => row.state !== "closed");
  expect(open.map((row) => row.key.split(":")[0]).toSorted()).toEqual(["connection", "node"]);
  // Five in a row open it; each of the four slots may have a call under way and one past the gate meanwhile.
  const early = (await writes()).filter((call) => call.status === 500).length;
  expect(early).toBeGreaterThanOrEqual(5);
  expect(early).toBeLessThanOrEqual(5 + 3 * 4);
  const attempts = (await house.runs()).map((run) => run.attempts);
  expect(attempts.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(early);
});

test("while it is open one probe at a time reaches the vendor, and a failed one keeps it open longer", async () => {
  const before = (await writes()).length;
  const attempts = (await house.runs()).reduce((sum, run) => sum + run.attempts, 0);
  await until("a probe failed", async () => (await breakers()).some((row) => row.opens >= 2 && row.state === "open"));
  const probes = (await writes()).length - before;
  expect(probes).toBeGreaterThanOrEqual(1);
  expect(probes).toBeLessThanOrEqual(3);
  const now = (await house.runs()).reduce((sum, run) => sum + run.attempts, 0);
  expect(now - attempts).toBeLessThanOrEqual(probes);
});

test("once the vendor answers, a probe closes it and every invoice arrives once", async () => {
  await clearTwinFaults(house.orgId, "xero");
  await house.untilIdle(60_000);
  expect((await breakers()).every((row) => row.state === "closed")).toBe(true);
  expect((await house.runs()).every((run) => run.state === "done")).toBe(true);
  const references = (await house.invoices()).map((invoice) => String(invoice.Reference));
  expect(references.toSorted()).toEqual(deals.map((deal) => `HubSpot deal ${deal}`).toSorted());
}, 90_000);

test("of forty contenders one gets the probe, and a dead prober's place is free after its lease", async () => {
  const [row] = await breakers();
  if (!row) throw new Error("no breaker");
  const reopen = () =>
    withOrg(house.orgId, (db) =>
      db.breaker.updateMany({ where: { key: row.key }, data: { state: "open", openUntil: new Date(0) } }),
    );
  await reopen();
  const tokens = await Promise.all(Array.from({ length: 40 }, () => acquireProbe(house.orgId, row.key, 60_000)));
  const won = tokens.filter((token) => token !== null);
  expect(won).toHaveLength(1);
  await giveProbeBack(house.orgId, row.key, won[0] ?? "");
  expect(await acquireProbe(house.orgId, row.key, 0)).not.toBeNull();
  await until(
    "the lease of the dead prober ended",
    async () => (await acquireProbe(house.orgId, row.key, 60_000)) !== null,
  );
});
