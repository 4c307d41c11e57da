import type pg from "pg";
import { RunClass } from "#nodes/_core/flow/flow.ts";
import type { Json } from "#nodes/_core/json.ts";
import { timeOfId } from "#server/db/uuid.ts";
import { enterOrg, inTransaction } from "#server/db/with-org.ts";
import { settings } from "#server/settings.ts";
import { loadVersion } from "./load-version.ts";
import type { ClaimedRun, StepRecord } from "./run.ts";

interface Claim {
  org_id: string;
  id: string;
  created_at: Date;
  lease_epoch: number;
}

interface RunRow {
  id: string;
  created_at: Date;
  lease_epoch: number;
  flow_id: string;
  version: number;
  trigger_node: string;
  class: string;
  environment: string;
  entity_key: string | null;
  business_key: string;
  crashes: number;
  attempts: number;
  event_id: string;
  event_at: Date;
  source: string;
  body: Json;
}

interface StepRow {
  run_id: string;
  node_id: string;
  seq: number;
  state: StepRecord["state"];
  port: string | null;
  attempt: number;
  input: Json | null;
  output: Json | null;
  fault: Json | null;
  effect_key: Buffer | null;
  note: string;
  started_at: Date;
  finished_at: Date;
}

/**
 * Takes the hinted runs that can move now and reads what they need, in one transaction. Runs that another worker
 * holds, that wait for something else or that have ended are not in the answer: a hint promises nothing.
 */
export async function claimRuns(hints: readonly (readonly [string, string])[], owner: string): Promise<ClaimedRun[]> {
  const leaseEndsAt = performance.now() + settings.run.leaseMs;
  return inTransaction(async (client) => {
    const { rows: claims } = await client.query<Claim>({
      name: "claim-runs",
      text: `select org_id, id, created_at, lease_epoch
               from mr_claim_runs($1, $2, $3, $4, $5 * interval '1 millisecond')`,
      values: [
        hints.map(([org]) => org),
        hints.map(([, id]) => id),
        hints.map(([, id]) => timeOfId(id)),
        owner,
        settings.run.leaseMs,
      ],
    });
    const runs: ClaimedRun[] = [];
    const byOrg = Map.groupBy(claims, (claim) => claim.org_id);
    for (const orgId of [...byOrg.keys()].sort()) {
      await enterOrg(client, orgId);
      runs.push(...(await readRuns(client, orgId, byOrg.get(orgId) ?? [], leaseEndsAt)));
    }
    return runs;
  });
}

async function readRuns(
  client: pg.PoolClient,
  orgId: string,
  claims: Claim[],
  leaseEndsAt: number,
): Promise<ClaimedRun[]> {
  const ids = claims.map((claim) => claim.id);
  const ats = claims.map((claim) => claim.created_at);
  const { rows } = await client.query<RunRow>({
    name: "read-claimed-runs",
    text: `select r.id, r.created_at, r.lease_epoch, r.flow_id, r.version, r.trigger_node, r.class, r.environment,
                  r.entity_key, r.business_key, r.crashes, r.attempts, r.event_id, r.event_at, e.source, e.body
             from unnest($2::uuid[], $3::timestamptz[]) as c (id, at)
             join run r on r.org_id = $1 and r.id = c.id and r.created_at = c.at
             join event e on e.org_id = $1 and e.id = r.event_id and e.created_at = r.event_at`,
    values: [orgId, ids, ats],
  });
  // A run that was never claimed before has no steps.
  const again = claims.filter((claim) => claim.lease_epoch > 1);
  const steps = again.length === 0 ? [] : await readSteps(client, orgId, again);
  const stepsOf = Map.groupBy(steps, (step) => step.run_id);
  const runs: ClaimedRun[] = [];
  for (const row of rows) {
    runs.push({
      orgId,
      id: row.id,
      createdAt: row.created_at,
      epoch: row.lease_epoch,
      flowId: row.flow_id,
      version: row.version,
      graph: await loadVersion(client, orgId, row.flow_id, row.version),
      triggerNode: row.trigger_node,
      class: RunClass.parse(row.class),
      environment: row.environment,
      entityKey: row.entity_key,
      businessKey: row.business_key,
      crashes: row.crashes,
      attempts: row.attempts,
      event: { id: row.event_id, source: row.source, at: row.event_at, body: row.body },
      steps: new Map((stepsOf.get(row.id) ?? []).map((step) => [step.node_id, toRecord(step)])),
      leaseEndsAt,
    });
  }
  return runs;
}

async function readSteps(client: pg.PoolClient, orgId: string, claims: Claim[]): Promise<StepRow[]> {
  const { rows } = await client.query<StepRow>({
    name: "read-claimed-steps",
    text: `select s.run_id, s.node_id, s.seq, s.state, s.port, s.attempt, s.input, s.output, s.fault, s.effect_key,
                  s.note, s.started_at, s.finished_at
             from unnest($2::uuid[], $3::timestamptz[]) as c (id, at)
             join step s on s.org_id = $1 and s.run_id = c.id and s.created_at = c.at`,
    values: [orgId, claims.map((claim) => claim.id), claims.map((claim) => claim.created_at)],
  });
  return rows;
}

const toRecord = (row: StepRow): StepRecord => ({
  nodeId: row.node_id,
  seq: row.seq,
  state: row.state,
  port: row.port,
  attempt: row.attempt,
  input: row.input ?? undefined,
  output: row.output ?? undefined,
  fault: row.fault ?? undefined,
  effectKey: row.effect_key,
  note: row.note,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});
