import { afterEach, expect, test } from "vitest";
import { listFailpoints } from "#server/testing/failpoints/find-awaits.ts";
import { type House, openHouse } from "#server/testing/house.ts";
import { killAt, withNote } from "#server/testing/kill-scenario.ts";
import { withDatabase } from "#server/testing/with-database.ts";

/*
 * kill -9 at the awaits of the effect's way, one worker process after the other; effects are counted in the twins.
 * `KILLS=all` dies at every point; otherwise at those of the ledger and the settlement and at a rotating part of the
 * rest. `SEED` repeats a part.
 */
withDatabase();
let house: House;
afterEach(() => house.close());

async function open(): Promise<House> {
  house = await openHouse();
  await house.publishTemplate(withNote(house));
  return house;
}

const twice = (list: string[]): string[] => list.filter((item, index) => list.indexOf(item) !== index);

const everyPoint = listFailpoints();
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1_000));
const always = /server\/(ledger\/|engine\/settle)/;
const points =
  process.env.KILLS === "all"
    ? everyPoint
    : everyPoint.filter((point, index) => always.test(point) || (index + seed) % 8 === 0);

test(`a worker killed at any of ${points.length} points loses no invoice and doubles none (SEED=${seed})`, async () => {
  // A deal has three effects (contact, invoice, note): die at the first, second or third of them in turn.
  const report = await killAt(
    await open(),
    points.map((point, index) => `${point}#${((index + seed) % 3) + 1}`),
  );
  expect(report.invoiced.toSorted()).toEqual(report.deals.toSorted());
  expect(twice(report.noted)).toEqual([]);
  // A note whose outcome is unknown waits for a person; nothing else is unfinished.
  const unfinished = report.runs.filter((run) => run.state !== "done");
  expect(unfinished.filter((run) => run.state !== "in_doubt")).toEqual([]);
  expect(report.noted.length + unfinished.length).toBeGreaterThanOrEqual(report.deals.length);
  // Not vacuous: most points lie on the way of an ordinary deal, and most deals come through.
  expect(report.reached.size).toBeGreaterThan(points.length / 2);
  expect(unfinished.length).toBeLessThan(report.deals.length / 4);
}, 300_000);

/** On the way of the note, the third effect of a deal. */
const onTheNote = (file: string) =>
  everyPoint.filter((point) => point.startsWith(`${file}:`) && point.endsWith("/before")).map((point) => `${point}#3`);

test("the harness notices an intent that is written after the call (planted bug M1)", async () => {
  const report = await killAt(await open(), onTheNote("server/ledger/intend.ts").slice(0, 4), "M1");
  expect(twice(report.noted)).not.toEqual([]);
}, 120_000);

test("the harness notices a write of unknown outcome that is sent again (planted bug M13)", async () => {
  const report = await killAt(await open(), onTheNote("server/engine/settle.ts").slice(0, 4), "M13");
  expect(twice(report.noted)).not.toEqual([]);
}, 120_000);
