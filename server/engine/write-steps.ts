import type pg from "pg";
import type { Json } from "#nodes/_core/json.ts";
import type { ClaimedRun, StepRecord } from "./run.ts";

export interface FailedAttempt {
  nodeId: string;
  number: number;
  fault: Json;
  /** What was decided, in words: "retry in 2 s". */
  decision: string;
  startedAt: Date;
  finishedAt: Date;
}

interface Written {
  run: ClaimedRun;
  steps: StepRecord[];
}

const text = (value: Json | undefined): string | null => (value === undefined ? null : JSON.stringify(value));

/** Steps as they are now. A node that is tried again replaces its own row; its failed attempts have rows of their own. */
export async function upsertSteps(client: pg.PoolClient, orgId: string, written: Written[]): Promise<void> {
  const rows = written.flatMap(({ run, steps }) => steps.map((step) => ({ run, step })));
  if (rows.length === 0) return;
  await client.query({
    name: "upsert-steps",
    text: `insert into step (org_id, run_id, created_at, node_id, seq, state, port, attempt, input, output, fault,
                             effect_key, note, started_at, finished_at)
           select $1, s.* from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::int[], $6::text[], $7::text[],
                                      $8::int[], $9::json[], $10::json[], $11::json[], $12::bytea[], $13::text[],
                                      $14::timestamptz[], $15::timestamptz[]) as s
           on conflict (org_id, run_id, created_at, node_id, item_key)
           do update set seq = excluded.seq, state = excluded.state, port = excluded.port, attempt = excluded.attempt,
                         input = excluded.input, output = excluded.output, fault = excluded.fault,
                         effect_key = excluded.effect_key, note = excluded.note, started_at = excluded.started_at,
                         finished_at = excluded.finished_at`,
    values: [
      orgId,
      rows.map(({ run }) => run.id),
      rows.map(({ run }) => run.createdAt),
      rows.map(({ step }) => step.nodeId),
      rows.map(({ step }) => step.seq),
      rows.map(({ step }) => step.state),
      rows.map(({ step }) => step.port),
      rows.map(({ step }) => step.attempt),
      rows.map(({ step }) => text(step.input)),
      rows.map(({ step }) => text(step.output)),
      rows.map(({ step }) => text(step.fault)),
      rows.map(({ step }) => step.effectKey),
      rows.map(({ step }) => step.note),
      rows.map(({ step }) => step.startedAt),
      rows.map(({ step }) => step.finishedAt),
    ],
  });
}

export async function insertAttempts(
  client: pg.PoolClient,
  orgId: string,
  written: { run: ClaimedRun; attempts: FailedAttempt[] }[],
): Promise<void> {
  const rows = written.flatMap(({ run, attempts }) => attempts.map((attempt) => ({ run, attempt })));
  if (rows.length === 0) return;
  await client.query({
    name: "insert-attempts",
    text: `insert into step_attempt (org_id, run_id, created_at, node_id, epoch, number, fault, decision, started_at,
                                     finished_at)
           select $1, a.* from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::int[], $6::int[], $7::json[],
                                      $8::text[], $9::timestamptz[], $10::timestamptz[]) as a
           on conflict do nothing`,
    values: [
      orgId,
      rows.map(({ run }) => run.id),
      rows.map(({ run }) => run.createdAt),
      rows.map(({ attempt }) => attempt.nodeId),
      rows.map(({ run }) => run.epoch),
      rows.map(({ attempt }) => attempt.number),
      rows.map(({ attempt }) => JSON.stringify(attempt.fault)),
      rows.map(({ attempt }) => attempt.decision),
      rows.map(({ attempt }) => attempt.startedAt),
      rows.map(({ attempt }) => attempt.finishedAt),
    ],
  });
}
