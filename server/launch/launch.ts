import fs from "node:fs";
import path from "node:path";
import { closePools } from "#server/db/pool.ts";
import { type Env, EnvError, type LaunchEnv, readLaunchEnv, toVariables } from "#server/env.ts";
import { checkRoles } from "#server/health/check-roles.ts";
import { assertPortFree } from "#server/launch/assert-port-free.ts";
import { buildIfNeeded } from "#server/launch/build-if-needed.ts";
import { startChild } from "#server/launch/child.ts";
import { type Database, openDatabase, prepareDatabase } from "#server/launch/database.ts";
import { findSecret } from "#server/launch/find-secret.ts";
import { type Shutdown, shutdownOnSignal } from "#server/launch/shutdown.ts";
import { signInLines } from "#server/launch/sign-in-lines.ts";
import { waitUntilReady } from "#server/launch/wait-until-ready.ts";

/**
 * Starts everything in one process tree: database (unless DATABASE_URL names one) → migrations → build if the sources
 * changed → web and worker → the line with the address. Ctrl-C, SIGTERM and a parent that is gone stop it in the opposite
 * order; a child that ends on its own stops it with an error.
 */
export async function launch({ dev }: { dev: boolean }): Promise<void> {
  process.chdir(path.resolve(import.meta.dirname, "../.."));
  const shutdown = shutdownOnSignal();
  try {
    await start(dev, shutdown);
  } catch (error) {
    if (shutdown.begun) return; // what failed was being stopped
    console.error(explain(error));
    await shutdown.begin(1);
  }
}

async function start(dev: boolean, shutdown: Shutdown): Promise<void> {
  if (fs.existsSync(".env")) process.loadEnvFile(".env");
  const given = readLaunchEnv();
  await assertPortFree(given.host, given.port);
  fs.mkdirSync(given.dataDir, { recursive: true });

  const say = sayWithTime();
  const database = await openDatabase(given);
  shutdown.add(database.stop);
  say(database.description);

  const env = completeEnv(given, database);
  const variables = { ...toVariables(env), NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" };
  Object.assign(process.env, variables);
  const applied = await prepareDatabase(env.databaseUrl);
  if (applied.length > 0) say(`${applied.length} migration${applied.length === 1 ? "" : "s"} applied`);
  await checkRoles();

  if (!dev && (await buildIfNeeded({ say, onStart: shutdown.add }))) say("Built");

  const worker = startChild("worker", "server/worker.ts", { nodeArgs: ["--disable-proto=delete"], shutdown });
  const web = startChild("web", "server/web.ts", { args: dev ? ["--dev"] : [], shutdown });
  await Promise.all([web.ready, worker.ready]);
  await waitUntilReady(env);

  // in one write, so that whoever waits for the address has the rest too
  say([`Millrace is ready: ${env.baseUrl}`, ...(await signInLines(env))].join("\n"));
  await closePools(); // from here on the launcher only waits
}

/** Our own sentences need no stack; other errors show one to those who ask for it. */
function explain(error: unknown): unknown {
  const brief = error instanceof EnvError || process.env.LOG_LEVEL !== "debug";
  return brief && error instanceof Error ? error.message : error;
}

function completeEnv(given: LaunchEnv, database: Database): Env {
  const dataDir = path.resolve(given.dataDir);
  const env = { ...given, dataDir, databaseUrl: database.url, embedded: database.embedded, secret: findSecret(given) };
  // on one's own machine the terminal is for people; the log of an embedded installation says only what went wrong
  return database.embedded && !process.env.LOG_LEVEL ? { ...env, logLevel: "warn" } : env;
}

function sayWithTime(): (line: string) => void {
  const startedAt = performance.now();
  return (line) => console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
