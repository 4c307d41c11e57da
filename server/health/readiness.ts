import { migrationNames } from "#server/db/migrate.ts";
import { pool } from "#server/db/pool.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";

export type Readiness = { ready: true } | { ready: false; reason: "stopping" | "database" | "migrations" };

export interface ReadinessProbe {
  look(): Promise<Readiness>;
  /** From now on the answer is no, so that a load balancer sends nobody any more. */
  stop(): void;
}

/** Whether this process can do its work: the database answers and has every migration of this version. */
export function readinessProbe(): ReadinessProbe {
  let stopping = false;
  let latest: { at: number; answer: Promise<Readiness> } | undefined;
  return {
    look: async () => {
      if (stopping) return { ready: false, reason: "stopping" };
      // probes come from several sides and from strangers: they share one query
      if (!latest || performance.now() - latest.at > platformSettings.health.readinessTtlMs) {
        latest = { at: performance.now(), answer: lookAtDatabase() };
      }
      return await latest.answer;
    },
    stop: () => {
      stopping = true;
    },
  };
}

async function lookAtDatabase(): Promise<Readiness> {
  try {
    const [names, { rows }] = await Promise.all([
      migrationNames(),
      within(
        platformSettings.health.queryTimeoutMs,
        pool("app").query<{ name: string }>(
          "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
        ),
      ),
    ]);
    const applied = new Set(rows.map(({ name }) => name));
    return names.every((name) => applied.has(name)) ? { ready: true } : { ready: false, reason: "migrations" };
  } catch {
    return { ready: false, reason: "database" };
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
