import type pg from "pg";
import { Fault, type FaultFields } from "#nodes/_core/fault.ts";
import type { Json } from "#nodes/_core/json.ts";
import { timeOfId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export interface RunStep {
  nodeId: string;
  seq: number;
  state: string;
  port: string | null;
  attempt: number;
  /** Null where there was none, and for whoever may not see payloads. */
  input: Json | null;
  output: Json | null;
  fault: FaultFields | null;
  note: string;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface RunAttempt {
  nodeId: string;
  number: number;
  fault: FaultFields;
  /** What was decided: "retry in 2 s". */
  decision: string;
  startedAt: Date;
  finishedAt: Date;
}

export interface RunEffect {
  nodeId: string;
  operation: string;
  /** Which business object it stands for. */
  subject: string;
  state: string;
  objectId: string | null;
  objectLabel: string | null;
  status: number | null;
  sends: number;
  intentAt: Date;
  settledAt: Date | null;
  fault: FaultFields | null;
}

export interface RunDetail {
  id: string;
  flowId: string;
  flowName: string;
  version: number;
  class: string;
  environment: string;
  businessKey: string;
  triggerNode: string;
  state: string;
  parkReason: string | null;
  resumesAt: Date | null;
  fault: FaultFields | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  event: { source: string; body: Json | null };
  steps: RunStep[];
  attempts: RunAttempt[];
  effects: RunEffect[];
  /** Inputs and outputs are left out: this role may not see them. */
  masked: boolean;
}

export async function getRun(orgId: string, id: string, seesPayloads: boolean): Promise<RunDetail> {
  return await withOrgSql(orgId, async (client) => {
    const run = await readRun(client, orgId, id);
    const [event, steps, attempts, effects] = [
      await readEvent(client, orgId, run.event_id, run.event_at),
      await readSteps(client, orgId, id, run.created_at),
      await readAttempts(client, orgId, id, run.created_at),
      await readEffects(client, orgId, id),
    ];
    return {
      id,
      flowId: run.flow_id,
      flowName: run.flow_name ?? "Deleted flow",
      version: run.version,
      class: run.class,
      environment: run.environment,
      businessKey: run.business_key,
      triggerNode: run.trigger_node,
      state: run.state,
      parkReason: run.park_reason,
      resumesAt: run.state === "parked" ? run.due_at : null,
      fault: run.fault,
      createdAt: run.created_at,
      startedAt: run.started_at,
      finishedAt: run.finished_at,
      event: { source: event?.source ?? "", body: seesPayloads ? (event?.body ?? null) : null },
      steps: seesPayloads ? steps : steps.map((step) => ({ ...step, input: null, output: null })),
      attempts,
      effects,
      masked: !seesPayloads,
    };
  });
}

interface RunRow {
  flow_id: string;
  flow_name: string | null;
  version: number;
  class: string;
  environment: string;
  business_key: string;
  trigger_node: string;
  event_id: string;
  event_at: Date;
  state: string;
  park_reason: string | null;
  due_at: Date | null;
  fault: FaultFields | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

async function readRun(client: pg.PoolClient, orgId: string, id: string): Promise<RunRow> {
  // the time inside the id finds the partition
  const { rows } = await client.query<RunRow>(
    `select r.flow_id, f.name as flow_name, r.version, r.class, r.environment, r.business_key, r.trigger_node, r.event_id,
            r.event_at, r.state, r.park_reason, r.due_at, r.fault, r.created_at, r.started_at, r.finished_at
       from run r left join flow f on f.org_id = r.org_id and f.id = r.flow_id
      where r.org_id = $1 and r.id = $2 and r.created_at = $3`,
    [orgId, id, timeOfId(id)],
  );
  if (rows[0]) return rows[0];
  throw new Fault({
    kind: "rejected",
    code: "unknown-run",
    message: "This run does not exist.",
    fix: "Go back to the list of runs.",
  });
}

async function readEvent(
  client: pg.PoolClient,
  orgId: string,
  id: string,
  at: Date,
): Promise<{ source: string; body: Json } | undefined> {
  const { rows } = await client.query<{ source: string; body: Json }>(
    "select source, body from event where org_id = $1 and id = $2 and created_at = $3",
    [orgId, id, at],
  );
  return rows[0];
}

async function readSteps(client: pg.PoolClient, orgId: string, id: string, at: Date): Promise<RunStep[]> {
  const { rows } = await client.query<RunStep>(
    `select node_id as "nodeId", seq, state, port, attempt, input, output, fault, note,
            started_at as "startedAt", finished_at as "finishedAt"
       from step where org_id = $1 and run_id = $2 and created_at = $3 order by seq, node_id`,
    [orgId, id, at],
  );
  return rows;
}

async function readAttempts(client: pg.PoolClient, orgId: string, id: string, at: Date): Promise<RunAttempt[]> {
  const { rows } = await client.query<RunAttempt>(
    `select node_id as "nodeId", number, fault, decision, started_at as "startedAt", finished_at as "finishedAt"
       from step_attempt where org_id = $1 and run_id = $2 and created_at = $3 order by started_at, number`,
    [orgId, id, at],
  );
  return rows;
}

async function readEffects(client: pg.PoolClient, orgId: string, runId: string): Promise<RunEffect[]> {
  const { rows } = await client.query<RunEffect>(
    `select e.node_id as "nodeId", e.operation, e.subject, e.state, e.object_id as "objectId", e.object_label as "objectLabel",
            e.status, e.sends, e.intent_at as "intentAt", e.settled_at as "settledAt", e.fault
       from effect e
      where e.org_id = $1 and (e.run_id = $2 or e.key in (
        select s.effect_key from step s where s.org_id = $1 and s.run_id = $2 and s.created_at = $3 and s.effect_key is not null))
      order by e.intent_at`,
    [orgId, runId, timeOfId(runId)],
  );
  return rows;
}
