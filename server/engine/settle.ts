import type pg from "pg";
import { createGroupCommit, type GroupCommit } from "#server/db/group-commit.ts";
import { newId, timeOfId } from "#server/db/uuid.ts";
import { type EffectSettlement, settleEffects } from "#server/ledger/settle-effects.ts";
import { publishLive } from "#server/monitor/live.ts";
import { type WakeRun, wakeRuns } from "#server/queue/catalog.ts";
import { settings } from "#server/settings.ts";
import type { ClaimedRun, RunEnd, StepRecord } from "./run.ts";
import { type FailedAttempt, insertAttempts, upsertSteps } from "./write-steps.ts";

/** Everything one commit says about a run: what its steps did, what became of an effect, and where it goes next. */
export interface Settlement {
  orgId: string;
  run: ClaimedRun;
  steps: StepRecord[];
  attempts: FailedAttempt[];
  effect: EffectSettlement | null;
  /** Null: the run goes on in this worker's hands, with a renewed lease. */
  end: RunEnd | null;
}

/** `lost`: the lease is somebody else's now. Nothing was written; stop. */
export type Settled = { lost: boolean; wakes: WakeRun[] };

declare global {
  var millraceSettle: GroupCommit<Settlement, Settled> | undefined;
}

export async function settle(settlement: Settlement): Promise<Settled> {
  globalThis.millraceSettle ??= createGroupCommit<Settlement, Settled>({
    max: settings.worker.groupMax,
    waitMs: settings.worker.groupWaitMs,
    lanes: 1,
    write: settleAll,
    finish: (client, results) =>
      wakeRuns(
        client,
        results.flatMap((result) => result.wakes),
      ),
  });
  const settled = await globalThis.millraceSettle.add(settlement);
  if (!settled.lost) publishLive(settlement.orgId, "run", [settlement.run.id]);
  return settled;
}

async function settleAll(client: pg.PoolClient, orgId: string, settlements: Settlement[]): Promise<Settled[]> {
  const held = await moveRuns(client, orgId, settlements);
  const kept = settlements.filter((one) => held.has(one.run.id));
  await upsertSteps(client, orgId, kept);
  await insertAttempts(client, orgId, kept);
  await settleEffects(
    client,
    orgId,
    kept.flatMap((one) => (one.effect ? [{ ...one.effect, runId: one.run.id, runEpoch: one.run.epoch }] : [])),
  );
  await buryRuns(client, orgId, kept);
  const unblocked = await unblockEntities(client, orgId, kept);
  return settlements.map((one) => {
    if (!held.has(one.run.id)) return { lost: true, wakes: [] };
    const wakes = unblocked.get(one.run.id) ?? [];
    const { end } = one;
    if (end?.state === "parked" && end.delayMs !== null) {
      wakes.push({ orgId, runId: one.run.id, class: one.run.class, delayMs: end.delayMs });
    }
    return { lost: false, wakes };
  });
}

/** The fence: only rows still leased under the epoch of the claim move. */
async function moveRuns(client: pg.PoolClient, orgId: string, settlements: Settlement[]): Promise<Set<string>> {
  const rows = settlements.map(({ run, end }) => ({
    run,
    state: end?.state ?? "leased",
    reason: end?.state === "parked" ? end.reason : null,
    key: end?.state === "parked" ? end.parkKey : null,
    // A parked run's hint comes with its wake time; the janitor looks a little later.
    dueMs: end === null ? settings.run.leaseMs : end.state === "parked" ? end.delayMs : null,
    attempts: end?.state === "parked" ? end.attempts : 0,
    node: end && "nodeId" in end ? end.nodeId : null,
    fault: end && "fault" in end ? end.fault : null,
  }));
  const { rows: moved } = await client.query<{ id: string }>({
    name: "move-runs",
    text: `update run r
              set state = m.state, park_reason = m.reason, park_key = m.key, attempts = m.attempts, retry_node = m.node,
                  fault = m.fault, crashes = 0,
                  due_at = mr_now() + m.due * interval '1 millisecond',
                  finished_at = case when m.state in ('done', 'dead', 'cancelled') then mr_now() end
             from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[], $8::float8[],
                         $9::int[], $10::text[], $11::json[])
                    as m (id, at, epoch, state, reason, key, due, attempts, node, fault)
            where r.org_id = $1 and r.id = m.id and r.created_at = m.at and r.lease_epoch = m.epoch
              and r.state = 'leased'
           returning r.id`,
    values: [
      orgId,
      rows.map((row) => row.run.id),
      rows.map((row) => row.run.createdAt),
      rows.map((row) => row.run.epoch),
      rows.map((row) => row.state),
      rows.map((row) => row.reason),
      rows.map((row) => row.key),
      rows.map((row) => row.dueMs),
      rows.map((row) => row.attempts),
      rows.map((row) => row.node),
      rows.map((row) => (row.fault === null ? null : JSON.stringify(row.fault))),
    ],
  });
  return new Set(moved.map((row) => row.id));
}

async function buryRuns(client: pg.PoolClient, orgId: string, settlements: Settlement[]): Promise<void> {
  for (const { run, end } of settlements) {
    if (end?.state !== "dead") continue;
    const id = newId();
    await client.query({
      name: "bury-run",
      text: `insert into dead_letter (org_id, id, created_at, kind, run_id, run_at, flow_id, node_id, fingerprint, fault)
             values ($1, $2, $3, 'run', $4, $5, $6, $7, $8, $9)`,
      values: [
        orgId,
        id,
        timeOfId(id),
        run.id,
        run.createdAt,
        run.flowId,
        end.nodeId,
        end.fingerprint,
        JSON.stringify(end.fault),
      ],
    });
  }
}

/** A run that ended well lets the next of its entity go, in the same commit. */
async function unblockEntities(
  client: pg.PoolClient,
  orgId: string,
  settlements: Settlement[],
): Promise<Map<string, WakeRun[]>> {
  const ended = settlements.filter((one) => one.end?.state === "done" && one.run.entityKey !== null);
  const wakes = new Map<string, WakeRun[]>();
  if (ended.length === 0) return wakes;
  const { rows } = await client.query<{ by: string; id: string; class: string }>({
    name: "unblock-entities",
    text: `with next as (
             select distinct on (d.flow, d.entity) d.id as by, n.id, n.created_at
               from unnest($2::uuid[], $3::uuid[], $4::text[]) as d (id, flow, entity)
               join run n on n.org_id = $1 and n.flow_id = d.flow and n.entity_key = d.entity
                         and n.state not in ('done', 'cancelled')
              order by d.flow, d.entity, n.entity_seq
           )
           update run r set state = 'ready', park_reason = null, due_at = mr_now() + $5 * interval '1 millisecond'
             from next where r.org_id = $1 and r.id = next.id and r.created_at = next.created_at
              -- A ready one too: a claim may be about to park it, having seen this run unfinished; the row lock waits for it.
              and (r.state = 'ready' or (r.state = 'parked' and r.park_reason = 'order'))
          returning next.by, r.id, r.class`,
    values: [
      orgId,
      ended.map((one) => one.run.id),
      ended.map((one) => one.run.flowId),
      ended.map((one) => one.run.entityKey),
      settings.run.hintGraceMs,
    ],
  });
  for (const row of rows) {
    wakes.set(row.by, [{ orgId, runId: row.id, class: row.class, delayMs: 0 }]);
  }
  return wakes;
}
