import { randomBytes } from "node:crypto";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { signDelivery } from "#nodes/_kit/verify/sign.ts";
import type { Stage } from "../demo/stage.ts";
import { webhook } from "./connector.ts";
import type { Contestant } from "./contestant.ts";

/** History of the limit: the event, what was sent, what was answered. No leases, no ledger, no row security. */
const tables = `
  create table limit_event (
    id uuid primary key, org int not null, key text not null, body json not null, state text not null default 'accepted',
    created_at timestamptz not null default now(), unique (org, key)
  );
  create table limit_step (
    event_id uuid primary key, output json not null, answer json not null, finished_at timestamptz not null default now()
  );`;

/**
 * The machine's own limit: plain Node and graphile-worker with group commits and a mapping written by hand. The same
 * signature check, the same PostgreSQL server (another database), the same target.
 */
export async function startLimit(stage: Stage, organisations: number, targetOrigin: string): Promise<Contestant> {
  const database = `limit_${randomBytes(4).toString("hex")}`;
  await query(stage.databaseUrl, `create database ${database}`);
  const address = new URL(stage.databaseUrl);
  address.pathname = `/${database}`;
  const url = address.toString();
  await query(url, tables);
  await runMigrations({ connectionString: url });
  const secret = randomBytes(32).toString("hex");
  const env = { LIMIT_DATABASE_URL: url, LIMIT_SECRET: secret, LIMIT_TARGET: targetOrigin };
  const web = await stage.start("scripts/bench/limit-web.ts", { env });
  const worker = await stage.start("scripts/bench/limit-worker.ts", { env });
  const { said } = web;
  const port = typeof said === "object" && said !== null && "port" in said ? Number(said.port) : 0;
  return {
    name: "limit",
    organisations,
    door: (index) => {
      const door = `http://127.0.0.1:${port}/hooks/${index % organisations}`;
      return {
        url: new URL(door),
        account: newAccount(index % organisations),
        sign: (body) => signDelivery(webhook.verify, { method: "POST", url: door, body }, secret, new Date()),
      };
    },
    pids: [web.pid, worker.pid],
    settled: async () => {
      const [row] = await query<{ count: number }>(
        url,
        "select count(*)::int as count from limit_event e join limit_step s on s.event_id = e.id where e.state = 'done'",
      );
      return row?.count ?? 0;
    },
    stop: async () => {
      await worker.stop();
      await web.stop();
    },
  };
}

const newAccount = (index: number): string => `account-${index}`;

async function query<R extends pg.QueryResultRow>(connectionString: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}
