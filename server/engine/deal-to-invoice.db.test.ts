import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse, type WorkerProcess } from "#server/testing/house.ts";
import { withDatabase } from "#server/testing/with-database.ts";

withDatabase();
let house: House;
let worker: WorkerProcess;

beforeAll(async () => {
  house = await openHouse();
  await house.publishTemplate();
  worker = house.startWorker();
  await worker.ready;
});
afterAll(() => house.close());

test("a deal won in HubSpot becomes one invoice in Xero", async () => {
  const deal = await house.createDeal("First order", "49.95");
  await house.winDeal(deal);
  await house.untilIdle();
  expect(await house.runs()).toMatchObject([{ state: "done" }]);
  const invoices = await house.invoices();
  expect(invoices).toHaveLength(1);
  expect(JSON.stringify(invoices)).toContain(`HubSpot deal ${deal}`);
});

test("a deal that is won again meets the invoice it has; one that changed waits as a conflict", async () => {
  const deal = await house.createDeal("Second order");
  await house.winDeal(deal);
  await house.untilIdle();
  await house.gesture("hubspot", "reopen-deal", { id: deal });
  await house.winDeal(deal);
  await house.untilIdle();
  expect(await house.invoices()).toHaveLength(2);
  expect((await house.runs()).map((run) => run.state)).toEqual(["done", "done", "done"]);
});
