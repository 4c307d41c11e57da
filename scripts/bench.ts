import path from "node:path";
import { parseArgs } from "node:util";
import { pool } from "#server/db/pool.ts";
import { type Target, targetOf } from "./bench/ask-target.ts";
import type { Contestant } from "./bench/contestant.ts";
import { startLimit } from "./bench/limit.ts";
import { measure, type Plan, type Result } from "./bench/measure.ts";
import { readStat } from "./bench/proc.ts";
import { startProduct } from "./bench/product.ts";
import { endSenders } from "./bench/senders.ts";
import { notes, type Pair, toTable } from "./bench/table.ts";
import { closeOnSignal, openStage } from "./demo/stage.ts";

/*
 * `npm run bench`: the product beside the machine's own limit, in the same run on the same PostgreSQL, for 1 and for 100
 * organisations. Under four minutes; `--quick` under one. `--json` prints the figures as JSON, `--with-quota` counts
 * calls by the token bucket, `--cpu-prof=<folder>` writes CPU profiles of web and worker there, `--only=1` or
 * `--only=100` measures one size.
 */
process.chdir(path.resolve(import.meta.dirname, ".."));
const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    quick: { type: "boolean" },
    "with-quota": { type: "boolean" },
    "cpu-prof": { type: "string" },
    only: { type: "string" },
  },
});
const plan: Plan = values.quick
  ? { warmUp: 300, pacedSeconds: 3, loadSeconds: 3 }
  : { warmUp: 1_000, pacedSeconds: 15, loadSeconds: 12 };
const nodeArgs = values["cpu-prof"] ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(values["cpu-prof"])}`] : [];
const sizes = [1, 100].filter((size) => values.only === undefined || String(size) === values.only);
const say = (line: string): void => {
  if (!values.json) console.log(line);
};

const stage = await openStage();
closeOnSignal(stage);
let pairs: Pair[] = [];
try {
  pairs = await compare();
} finally {
  await endSenders();
  await stage.close();
}
const wrong = pairs.flatMap(({ product }) => (product.lost + product.doubled > 0 ? [product] : []));
console.log(values.json ? JSON.stringify({ pairs, notes }, null, 2) : `\n${toTable(pairs)}\n\n${notes.join("\n")}`);
process.exit(wrong.length === 0 ? 0 : 1);

async function compare(): Promise<Pair[]> {
  const target = targetOf(await stage.start("scripts/bench/target.ts"));
  const postgres = await postmaster();
  const found: Pair[] = [];
  for (const organisations of sizes) {
    const limit = await run(await startLimit(stage, organisations, target.origin), target, postgres);
    const product = await run(
      await startProduct(stage, {
        organisations,
        targetOrigin: target.origin,
        withQuota: values["with-quota"] ?? false,
        nodeArgs,
      }),
      target,
      postgres,
    );
    found.push({ organisations, product, limit });
  }
  return found;
}

async function run(contestant: Contestant, target: Target, postgres: number): Promise<Result> {
  say(`Measuring the ${contestant.name} with ${contestant.organisations} organisations`);
  const result = await measure(contestant, target, postgres, plan);
  await contestant.stop();
  return result;
}

/** The process whose descendants are all of PostgreSQL: the parent of the one that serves us. */
async function postmaster(): Promise<number> {
  const { rows } = await pool("app").query<{ pid: number }>("select pg_backend_pid() as pid");
  return readStat(rows[0]?.pid ?? 0)?.parent ?? 0;
}
