import { enterOrg, inTransaction } from "#server/db/with-org.ts";
import type { ClaimedRun } from "#server/engine/run.ts";
import { createLogger } from "#server/logger.ts";
import { settings } from "#server/settings.ts";
import { every } from "./every.ts";

const log = createLogger("queue");

export interface Heartbeat {
  /** Keeps the run's lease alive until the returned function is called. */
  hold(run: ClaimedRun): () => void;
  stop(): void;
}

/** Renews the leases of all runs in hand, at a third of the lease. A run whose epoch moved on is not ours any more. */
export function startHeartbeat(): Heartbeat {
  const held = new Set<ClaimedRun>();
  const timer = every(
    settings.run.heartbeatMs,
    async () => {
      if (held.size === 0) return;
      const renewedAt = performance.now();
      const runs = [...held];
      await inTransaction(async (client) => {
        const byOrg = Map.groupBy(runs, (run) => run.orgId);
        for (const orgId of [...byOrg.keys()].sort()) {
          const own = (byOrg.get(orgId) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1));
          await enterOrg(client, orgId);
          const { rows } = await client.query<{ id: string }>({
            name: "heartbeat",
            // A row that is locked is being settled or renewed right now: waiting for it could only deadlock.
            text: `with held as (
                   select r.id, r.created_at from unnest($2::uuid[], $3::timestamptz[], $4::int[]) as h (id, at, epoch)
                     join run r on r.org_id = $1 and r.id = h.id and r.created_at = h.at and r.lease_epoch = h.epoch
                    where r.state = 'leased' for no key update of r skip locked
                 )
                 update run r set due_at = mr_now() + $5 * interval '1 millisecond'
                   from held h where r.org_id = $1 and r.id = h.id and r.created_at = h.created_at returning r.id`,
            values: [
              orgId,
              own.map((run) => run.id),
              own.map((run) => run.createdAt),
              own.map((run) => run.epoch),
              settings.run.leaseMs,
            ],
          });
          const renewed = new Set(rows.map((row) => row.id));
          for (const run of own) if (renewed.has(run.id)) run.leaseEndsAt = renewedAt + settings.run.leaseMs;
        }
      });
    },
    log,
  );
  return {
    hold: (run) => {
      held.add(run);
      return () => held.delete(run);
    },
    stop: () => void timer.stop(),
  };
}
