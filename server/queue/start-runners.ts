import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { type Runner, run as startRunner } from "graphile-worker";
import { RunClass } from "#nodes/_core/flow/flow.ts";
import { pool } from "#server/db/pool.ts";
import { advanceSafely } from "#server/engine/advance-run.ts";
import { claimRuns } from "#server/engine/claim-runs.ts";
import { createLogger } from "#server/logger.ts";
import { settings } from "#server/settings.ts";
import { RunHint, taskOf } from "./catalog.ts";
import { createClaimLane } from "./claim-lane.ts";
import { toGraphileLogger } from "./graphile-logger.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { startJanitor } from "./janitor.ts";
import { startPolling } from "./polling.ts";
import { createSlots, type Slots } from "./slots.ts";

const log = createLogger("queue");

export interface Worker {
  /** Stops claiming, lets runs in hand finish, gives back what has not begun. */
  stop(): Promise<void>;
}

/**
 * A worker: one graphile-worker runner and one set of slots per class, so that a flood in one class cannot take
 * another's. A job only claims: it waits for free slots, takes the hinted runs and completes; the runs go on.
 */
export async function startWorker(): Promise<Worker> {
  const owner = `${hostname()}:${process.pid}`;
  const heartbeat = startHeartbeat();
  const lanes = await Promise.all(
    RunClass.options.map((runClass) =>
      keepLane(runClass, createSlots(settings.worker.concurrency[runClass]), owner, heartbeat),
    ),
  );
  const janitor = startJanitor();
  const polling = startPolling();
  log.info({ pid: process.pid }, "the worker is running");
  return {
    stop: async () => {
      await Promise.all([janitor.stop(), polling.stop()]);
      await Promise.all(lanes.map((lane) => lane.stop()));
      heartbeat.stop();
    },
  };
}

/** A lane whose runner ends (the database went away) is started again until it is told to stop. */
async function keepLane(
  runClass: RunClass,
  slots: Slots,
  owner: string,
  heartbeat: Heartbeat,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let runner = await startLane(runClass, slots, owner, heartbeat);
  const watched = (async () => {
    while (!stopping) {
      await runner.promise.catch((error: unknown) => log.warn({ error, class: runClass }, "a lane ended"));
      while (!stopping) {
        await setTimeout(settings.worker.restartMs);
        const again = await startLane(runClass, slots, owner, heartbeat).catch(() => null);
        if (again) {
          runner = again;
          break;
        }
      }
    }
  })();
  return {
    stop: async () => {
      stopping = true;
      await runner.stop().catch(() => {
        // Ended by itself already.
      });
      await watched;
      await slots.idle();
    },
  };
}

function startLane(runClass: RunClass, slots: Slots, owner: string, heartbeat: Heartbeat): Promise<Runner> {
  const lane = createClaimLane(
    slots,
    settings.worker.groupMax,
    (hints: [string, string][]) => claimRuns(hints, owner),
    (run) => {
      const release = heartbeat.hold(run);
      void advanceSafely(run).finally(() => {
        release();
        slots.give(1);
      });
    },
  );
  return startRunner({
    pgPool: pool("queue"),
    noHandleSignals: true,
    logger: toGraphileLogger(log),
    preset: {
      worker: {
        concurrentJobs: 4,
        pollInterval: settings.worker.pollMs[runClass],
        completeJobBatchDelay: 0,
      },
    },
    taskList: {
      [taskOf(runClass)]: async (payload) => {
        await lane.add(RunHint.parse(payload).runs);
      },
    },
  });
}
