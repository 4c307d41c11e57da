import { pool } from "#server/db/pool.ts";
import { inTransaction } from "#server/db/with-org.ts";
import { createLogger } from "#server/logger.ts";
import { settings } from "#server/settings.ts";
import { wakeRuns } from "./catalog.ts";
import { every } from "./every.ts";

const log = createLogger("queue");
const batch = 500;
const dayMs = 24 * 3_600_000;

/**
 * Gives a hint to every run that should move and has none, at the start of a worker and then every few seconds: a lost
 * hint, a dropped connection, a job locked by a dead worker or a transaction pooler cost a moment, never a run.
 */
export function startJanitor(): { stop(): Promise<void> } {
  let partitionsAt = 0;
  return every(
    settings.run.janitorMs,
    async () => {
      if (performance.now() - partitionsAt > dayMs || partitionsAt === 0) {
        partitionsAt = performance.now();
        await pool("migrator").query("select mr_ensure_partitions(2)");
        await forgetDedupeKeys();
      }
      while ((await wakeDueRuns()) === batch);
      await analyseGrown();
    },
    log,
  );
}

/**
 * Plans made while a table was small scan it whole when it has grown, and autovacuum looks once a minute: after a first
 * start or a new month that is the difference between an index and every run of the month.
 */
async function analyseGrown(): Promise<void> {
  const { rows } = await pool("migrator").query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
      where schemaname = 'public' and n_mod_since_analyze > 500 + n_live_tup / 2
        and relname ~ '^(event|run|step|effect|event_dedupe|entity_sequence)(_y|_default|$)'`,
  );
  for (const { name } of rows) await pool("migrator").query(`analyze (skip_locked) ${name}`);
}

/** One round; returns how many runs were given a hint. */
export function wakeDueRuns(): Promise<number> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ org_id: string; id: string; class: string }>({
      name: "due-runs",
      text: "select org_id, id, class from mr_due_runs($1, $2 * interval '1 millisecond')",
      values: [batch, settings.run.hintGraceMs],
    });
    await wakeRuns(
      client,
      rows.map((row) => ({ orgId: row.org_id, runId: row.id, class: row.class, delayMs: 0 })),
    );
    return rows.length;
  });
}

async function forgetDedupeKeys(): Promise<void> {
  for (;;) {
    const gone = await inTransaction(async (client) => {
      const { rows } = await client.query<{ gone: number }>(
        "select mr_expire_dedupe($1 * interval '1 day', 5000) as gone",
        [settings.ingest.dedupeKeepDays],
      );
      return rows[0]?.gone ?? 0;
    });
    if (gone < 5_000) return;
  }
}
