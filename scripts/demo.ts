import path from "node:path";
import { parseArgs } from "node:util";
import { withOrg } from "#server/db/with-org.ts";
import { until } from "#server/testing/until.ts";
import { readFigures, toTable } from "./demo/figures.ts";
import { type Office, openOffice } from "./demo/office.ts";
import { closeOnSignal, openStage, startDoors, startWorker } from "./demo/stage.ts";
import { type Plant, polledDeals, tell } from "./demo/story.ts";

/*
 * `npm run demo`: the whole way from signed HubSpot deliveries to invoices in the Xero sandbox, without screens, on a
 * throw-away database. Counts the invoices in the twin against the deals that were won; exits with 1 when one is lost or
 * doubled. `--json` prints the figures as JSON. To show that it would notice: `--plant=lost` keeps one delivery back,
 * `--plant=doubled` plants a bug into the worker (something random in the ledger's keys).
 */
process.chdir(path.resolve(import.meta.dirname, ".."));
const { values } = parseArgs({ options: { json: { type: "boolean" }, plant: { type: "string" } } });
const plant = readPlant(values.plant);
const startedAt = performance.now();
const say = (line: string): void => {
  if (!values.json) console.log(`[${seconds().toFixed(1).padStart(5)} s] ${line}`);
};

const plantedBug = {
  nodeArgs: ["--import", path.resolve("server/testing/failpoints/preload.ts")],
  env: { MUTANT: "M10" },
};

say("Bringing up a throw-away PostgreSQL");
const stage = await openStage();
closeOnSignal(stage);
let code = 1;
try {
  code = await play();
} finally {
  await stage.close();
}
process.exit(code);

async function play(): Promise<number> {
  const { base } = await startDoors(stage);
  const office = await openOffice(base);
  await startWorker(stage, plant === "doubled" ? plantedBug : {});
  say("Web doors, worker and sandboxes run. Winning deals, publishing the template, delivering");
  const story = await tell(office, plant);
  say(`${story.deliveries} deliveries are answered. Waiting until every run has come to rest`);
  const restless = await atRest(office).then(
    () => null,
    (error: Error) => error.message,
  );
  const figures = await readFigures(office, story);
  if (restless) {
    figures.ok = false;
    figures.problems.push(restless);
  }
  console.log(
    values.json ? JSON.stringify({ ...figures, seconds: seconds() }, null, 2) : `\n${toTable(figures, seconds())}`,
  );
  return figures.ok ? 0 : 1;
}

/** The poll has brought its deals, and no run moves or will move by itself. */
async function atRest({ orgId }: Office): Promise<void> {
  await until(
    "every run has come to rest",
    () =>
      withOrg(orgId, async (db) => {
        if ((await db.event.count({ where: { source: "poll" } })) < polledDeals) return false;
        const moving = await db.run.count({
          where: { OR: [{ state: { in: ["ready", "leased"] } }, { state: "parked", dueAt: { not: null } }] },
        });
        return moving === 0;
      }),
    50_000,
  );
}

function seconds(): number {
  return Math.round(performance.now() - startedAt) / 1_000;
}

function readPlant(given: string | undefined): Plant {
  if (given === undefined || given === "lost" || given === "doubled") return given ?? null;
  console.error("--plant is lost or doubled.");
  process.exit(1);
}
