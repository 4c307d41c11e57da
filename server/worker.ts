import { setTimeout } from "node:timers/promises";
import { closePools } from "#server/db/pool.ts";
import { readEnv } from "#server/env.ts";
import { stopEvaluators } from "#server/evaluate/evaluate.ts";
import { onStopSignal } from "#server/launch/on-stop-signal.ts";
import { createLogger } from "#server/logger.ts";
import { startWorker } from "#server/queue/start-runners.ts";
import { settings } from "#server/settings.ts";

/*
 * The worker process: claims runs and moves them. It holds no state of its own: killed at any moment, its runs are
 * recovered by another one when their leases end.
 */
const log = createLogger("worker");
Object.assign(settings.worker.concurrency, readEnv().concurrency);

const worker = await startWorker();
process.send?.("ready");

onStopSignal(async (signal) => {
  log.info({ signal }, "draining");
  // what is not settled by then keeps its lease and is recovered from it
  await Promise.race([worker.stop(), setTimeout(settings.worker.drainMs, undefined, { ref: false })]);
  stopEvaluators();
  await closePools();
});
