import type pg from "pg";
import type { Fault } from "#nodes/_core/fault.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import type { WakeRun } from "#server/queue/catalog.ts";
import { settings } from "#server/settings.ts";
import { type BreakerBucket, type BreakerRow, decideBreaker, slowStartDelayMs } from "./decide-breaker.ts";

/** A breaker as stored. One that has no row is closed and has never failed. */
export interface BreakerState {
  key: string;
  row: BreakerRow;
  /** Milliseconds until it may be probed; 0 or less: now. */
  openForMs: number;
  /** Milliseconds that the running probe still has; 0 where none runs. */
  probeForMs: number;
}

interface StoredRow {
  key: string;
  state: BreakerRow["state"];
  isolated: boolean;
  failures: number;
  buckets: BreakerBucket[];
  opens: number;
  open_for_ms: number;
  probe_for_ms: number;
}

const columns = `key, state, isolated, failures, buckets, opens,
  coalesce(extract(epoch from open_until - mr_now()) * 1000, 0)::float8 as open_for_ms,
  greatest(0, coalesce(extract(epoch from probe_until - mr_now()) * 1000, 0))::float8 as probe_for_ms`;

const toState = (row: StoredRow): BreakerState => ({
  key: row.key,
  row: {
    state: row.state,
    isolated: row.isolated,
    failures: row.failures,
    buckets: row.buckets,
    opens: row.opens,
  },
  openForMs: row.state === "open" ? Math.ceil(row.open_for_ms) : 0,
  probeForMs: Math.ceil(row.probe_for_ms),
});

/** In the order asked; breakers without a row are left out. */
export function readBreakers(orgId: string, keys: string[]): Promise<BreakerState[]> {
  return withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<StoredRow>({
      name: "read-breakers",
      text: `select ${columns} from breaker where org_id = $1 and key = any ($2)`,
      values: [orgId, keys],
    });
    const states = rows.map(toState);
    return keys.flatMap((key) => states.filter((state) => state.key === key));
  });
}

/** One statement, so that of any number of contenders one gets the probe. Its lease frees it if the prober dies. */
export function acquireProbe(orgId: string, key: string, leaseMs: number): Promise<string | null> {
  return withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ probe_token: string }>({
      name: "acquire-probe",
      text: `update breaker set state = 'half_open', probe_token = gen_random_uuid(), epoch = epoch + 1,
                                probe_until = mr_now() + $3 * interval '1 millisecond', updated_at = mr_now()
              where org_id = $1 and key = $2 and not isolated
                and ((state = 'open' and open_until <= mr_now()) or
                     (state = 'half_open' and (probe_until is null or probe_until < mr_now())))
              returning probe_token`,
      values: [orgId, key, leaseMs],
    });
    return rows[0]?.probe_token ?? null;
  });
}

export async function giveProbeBack(orgId: string, key: string, token: string): Promise<void> {
  await withOrgSql(orgId, (client) =>
    client.query({
      name: "give-probe-back",
      text: `update breaker set state = 'open', open_until = mr_now() - interval '1 millisecond', probe_token = null, probe_until = null
              where org_id = $1 and key = $2 and probe_token = $3 and state = 'half_open'`,
      values: [orgId, key, token],
    }),
  );
}

export interface Report {
  orgId: string;
  key: string;
  flowId: string | null;
  nodeId: string | null;
  connectionId: string;
  probeToken: string | null;
  failures: number;
  successes: number;
  fault: Fault | null;
  consecutiveFailures: number;
}

/** Counts, decides and stores under a row lock. A probe whose token has been taken over counts for nothing. */
export function applyReport(report: Report): Promise<"opened" | "closed" | "same"> {
  return withOrgSql(report.orgId, async (client) => {
    if (report.failures > 0) {
      await client.query({
        name: "make-breaker",
        text: `insert into breaker (org_id, key, flow_id, node_id, connection_id) values ($1, $2, $3, $4, $5)
               on conflict do nothing`,
        values: [report.orgId, report.key, report.flowId, report.nodeId, report.connectionId],
      });
    }
    const { rows } = await client.query<StoredRow & { probe_token: string | null; now_ms: number }>({
      name: "lock-breaker",
      text: `select ${columns}, probe_token, (extract(epoch from mr_now()) * 1000)::float8 as now_ms
               from breaker where org_id = $1 and key = $2 for update`,
      values: [report.orgId, report.key],
    });
    const [stored] = rows;
    if (!stored) return "same";
    const probe = report.probeToken !== null;
    if (probe && stored.probe_token !== report.probeToken) return "same";
    const verdict = decideBreaker(
      toState(stored).row,
      { failures: report.failures, successes: report.successes, probe, retryAfterMs: report.fault?.retryAfterMs ?? 0 },
      { consecutiveFailures: report.consecutiveFailures, nowMs: stored.now_ms, random: Math.random() },
      settings.breaker,
    );
    const { row } = verdict;
    await client.query({
      name: "store-breaker",
      text: `update breaker
                set state = $3, failures = $4, buckets = $5, opens = $6, epoch = epoch + 1, updated_at = mr_now(),
                    open_until = case when $7::float8 is null then open_until else mr_now() + $7 * interval '1 millisecond' end,
                    closed_at = case when $8 then mr_now() else closed_at end,
                    probe_token = case when $9 then null else probe_token end,
                    probe_until = case when $9 then null else probe_until end,
                    last_fault = coalesce($10::json, last_fault)
              where org_id = $1 and key = $2`,
      values: [
        report.orgId,
        report.key,
        row.state,
        row.failures,
        JSON.stringify(row.buckets),
        row.opens,
        verdict.openForMs,
        verdict.closes,
        probe,
        report.fault ? JSON.stringify(report.fault) : null,
      ],
    });
    if (verdict.closes) return "closed";
    return verdict.openForMs === null ? "same" : "opened";
  });
}

/** Gives the runs parked by this breaker their new times, oldest first. */
export async function releaseParked(client: pg.PoolClient, orgId: string, key: string): Promise<WakeRun[]> {
  const { rows } = await client.query<{ id: string; created_at: Date; class: string }>({
    name: "list-parked",
    text: `select id, created_at, class from run where org_id = $1 and park_key = $2 and state = 'parked'
            order by created_at, id for update skip locked`,
    values: [orgId, key],
  });
  const wakes = rows.map((row, index) => ({
    orgId,
    runId: row.id,
    class: row.class,
    delayMs: slowStartDelayMs(index, settings.breaker.slowStartMs),
  }));
  await client.query({
    name: "release-parked",
    text: `update run r set due_at = mr_now() + p.ms * interval '1 millisecond'
             from unnest($2::uuid[], $3::timestamptz[], $4::float8[]) as p (id, at, ms)
            where r.org_id = $1 and r.id = p.id and r.created_at = p.at and r.state = 'parked'`,
    values: [orgId, rows.map((row) => row.id), rows.map((row) => row.created_at), wakes.map((wake) => wake.delayMs)],
  });
  return wakes;
}
