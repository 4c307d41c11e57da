import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbedded } from "#server/db/embedded.ts";
import { closePools } from "#server/db/pool.ts";
import { checkRoles } from "#server/health/check-roles.ts";
import { prepareDatabase } from "#server/launch/database.ts";
import { type ProcessOptions, type StartedProcess, startProcess } from "./start-process.ts";

/** A throw-away installation: its own PostgreSQL, written to disk as in earnest, and whatever processes are started in it. */
export interface Stage {
  databaseUrl: string;
  /** One of our own processes, in this installation's environment. */
  start(file: string, options?: ProcessOptions): Promise<StartedProcess>;
  /** Stops what was started, last first, and deletes everything. */
  close(): Promise<void>;
}

/** Sets DATABASE_URL and MILLRACE_SECRET of this process, so that every room of the server works here too. */
export async function openStage(): Promise<Stage> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "millrace-stage-"));
  fs.chmodSync(dir, 0o755); // PostgreSQL may run under another account, and temporary folders are private
  const database = await startEmbedded({ dir, throwAway: true });
  const started: StartedProcess[] = [];
  const close = async (): Promise<void> => {
    for (const one of started.splice(0).reverse()) await one.stop();
    await closePools();
    await database.stop();
  };
  const databaseUrl = database.url();
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    MILLRACE_SECRET: randomBytes(32).toString("base64"),
    MILLRACE_DATA_DIR: dir,
    LOG_LEVEL: process.env.LOG_LEVEL || "warn",
    NODE_ENV: "production",
  });
  try {
    await prepareDatabase(databaseUrl);
    await checkRoles();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    databaseUrl,
    start: async (file, options = {}) => {
      const one = await startProcess(file, options);
      started.push(one);
      return one;
    },
    close,
  };
}

/** The web doors; from then on BASE_URL is theirs. */
export async function startDoors(
  stage: Stage,
  options: ProcessOptions = {},
): Promise<StartedProcess & { base: string }> {
  const doors = await stage.start("scripts/demo/doors.ts", options);
  const { said } = doors;
  const base = typeof said === "object" && said !== null && "base" in said ? String(said.base) : "";
  process.env.BASE_URL = base;
  return { ...doors, base };
}

/** A worker as `npm start` runs it. */
export const startWorker = (stage: Stage, { nodeArgs = [], env = {} }: ProcessOptions = {}): Promise<StartedProcess> =>
  stage.start("server/worker.ts", { nodeArgs: ["--disable-proto=delete", ...nodeArgs], env });

/** Ctrl-C leaves nothing behind. */
export function closeOnSignal(stage: Stage): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      void stage.close().finally(() => process.exit(130));
    });
  }
}
