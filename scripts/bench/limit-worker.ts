import { Logger, run } from "graphile-worker";
import pg from "pg";
import { Agent } from "undici";
import { createSlots } from "#server/queue/slots.ts";
import { createBatcher } from "./batcher.ts";
import { type Deal, mapByHand } from "./deal.ts";

/** The limit's worker: read the hinted events, map by hand, POST, record what came of it in one statement per batch. */
const { LIMIT_DATABASE_URL: connectionString, LIMIT_TARGET: origin = "" } = process.env;
const pool = new pg.Pool({ connectionString, max: 8, options: "-c synchronous_commit=on" });
// A lost connection fails the query that used it; graphile-worker wants to see that somebody listens.
pool.on("error", () => {});
pool.on("connect", (client) => client.on("error", () => {}));
const agent = new Agent({ connections: 32, pipelining: 1 });
const slots = createSlots(32);

interface Done {
  id: string;
  output: string;
  answer: string;
}

const settle = createBatcher<Done>(200, async (done) => {
  await pool.query({
    name: "settle",
    text: `with s as (
             insert into limit_step (event_id, output, answer)
             select * from unnest($1::uuid[], $2::json[], $3::json[]) returning event_id
           )
           update limit_event e set state = 'done' from s where e.id = s.event_id`,
    values: [done.map((one) => one.id), done.map((one) => one.output), done.map((one) => one.answer)],
  });
});

async function handle(id: string, deal: Deal): Promise<void> {
  const output = JSON.stringify(mapByHand(deal));
  const { statusCode, body } = await agent.request({
    origin,
    path: "/orders",
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": id },
    body: output,
  });
  const answer = await body.text();
  if (statusCode !== 201) throw new Error(`The target answered with ${statusCode}`);
  await settle({ id, output, answer });
}

const runner = await run({
  pgPool: pool,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  preset: { worker: { concurrentJobs: 4, pollInterval: 1_000, completeJobBatchDelay: 0 } },
  taskList: {
    limit: async (payload) => {
      const ids = typeof payload === "object" && payload !== null && "ids" in payload ? payload.ids : [];
      const { rows } = await pool.query<{ id: string; body: Deal }>({
        name: "read",
        text: "select id, body from limit_event where id = any ($1::uuid[]) and state = 'accepted'",
        values: [ids],
      });
      for (let from = 0; from < rows.length; ) {
        const count = await slots.take(rows.length - from);
        for (const { id, body } of rows.slice(from, from + count)) {
          void handle(id, body)
            .catch((error: unknown) => console.error(error))
            .finally(() => slots.give(1));
        }
        from += count;
      }
    },
  },
});
process.send?.("ready");
process.once("SIGTERM", () => void runner.stop().finally(() => process.exit(0)));
