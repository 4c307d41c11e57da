import fs from "node:fs";
import path from "node:path";
import { createSignInLink } from "#server/auth/sign-in-link.ts";
import { closePools } from "#server/db/pool.ts";
import { readLaunchEnv } from "#server/env.ts";
import { findSecret } from "#server/launch/find-secret.ts";

/** `npm run link`: a new one-time link into the demo workspace of the installation that runs in this folder. */
process.chdir(path.resolve(import.meta.dirname, ".."));
if (fs.existsSync(".env")) process.loadEnvFile(".env");
process.exitCode = await printLink();

async function printLink(): Promise<number> {
  const env = readLaunchEnv();
  if (env.databaseUrl !== undefined) {
    console.error("Sign-in links are for the embedded database; with DATABASE_URL people sign in with a password.");
    return 1;
  }
  const file = path.join(env.dataDir, "database-url");
  if (!fs.existsSync(file)) {
    console.error("Nothing was started in this folder yet. Start with: npm start");
    return 1;
  }
  process.env.DATABASE_URL = fs.readFileSync(file, "utf8").trim();
  process.env.MILLRACE_SECRET ??= findSecret(env);
  try {
    const link = await createSignInLink({ embedded: true, baseUrl: env.baseUrl });
    if (link) console.log(`Sign in once within 15 minutes: ${link.url}`);
    else console.error("This installation has an owner with a password: sign in with that.");
    return link ? 0 : 1;
  } catch (error) {
    console.error(isRefusedConnection(error) ? "The server is not running. Start it with: npm start" : error);
    return 1;
  } finally {
    await closePools();
  }
}

function isRefusedConnection(error: unknown): boolean {
  return error instanceof Error && ("code" in error ? error.code === "ECONNREFUSED" : isRefusedConnection(error.cause));
}
