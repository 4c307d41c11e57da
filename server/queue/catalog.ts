import type pg from "pg";
import * as z from "zod";
import { RunClass } from "#nodes/_core/flow/flow.ts";

/**
 * Every wake there is. A graphile-worker job is a hint that carries run ids, nothing more: it always completes, it may
 * be lost, doubled or late. The truth is the run row with its lease and epoch.
 */
export const taskOf = (runClass: RunClass): string => `run-${runClass}`;
export const runTasks: Record<string, RunClass> = Object.fromEntries(
  RunClass.options.map((runClass) => [taskOf(runClass), runClass]),
);

/** `[organisation, run id]`; the run's month is in its id. */
export const RunHint = z.object({ runs: z.array(z.tuple([z.uuid(), z.uuid()])) });
export type RunHint = z.infer<typeof RunHint>;

export interface WakeRun {
  orgId: string;
  runId: string;
  class: string;
  /** Milliseconds until it should move; 0 is now. */
  delayMs: number;
}

/** Hints go in the transaction that made the runs movable. Runs of one class that start now share one job. */
export async function wakeRuns(client: pg.PoolClient, runs: WakeRun[]): Promise<void> {
  const jobs = new Map<string, { task: string; delayMs: number; runs: [string, string][] }>();
  for (const run of runs) {
    // Delayed hints are grouped by tenths of a second: they need not be exact, only few, and never before the run is
    // due: a hint that comes too early claims nothing.
    const delayMs = Math.ceil(run.delayMs / 100) * 100;
    const key = `${run.class} ${delayMs}`;
    const job = jobs.get(key) ?? { task: `run-${run.class}`, delayMs, runs: [] };
    job.runs.push([run.orgId, run.runId]);
    jobs.set(key, job);
  }
  for (const job of jobs.values()) {
    await client.query({
      name: "wake-runs",
      text: `select mr_wake($1, $2::json, case when $3 > 0 then clock_timestamp() + $3 * interval '1 millisecond' end)`,
      values: [job.task, JSON.stringify({ runs: job.runs }), job.delayMs],
    });
  }
}
