import fs from "node:fs";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { startEmbedded } from "#server/db/embedded.ts";
import { migrate } from "#server/db/migrate.ts";
import { pool } from "#server/db/pool.ts";
import type { LaunchEnv } from "#server/env.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";

export interface Database {
  url: string;
  embedded: boolean;
  description: string;
  stop(): Promise<void>;
}

/** The database of DATABASE_URL, or one of our own in the data folder. */
export async function openDatabase(env: LaunchEnv): Promise<Database> {
  if (env.databaseUrl !== undefined) {
    return {
      url: env.databaseUrl,
      embedded: false,
      description: `PostgreSQL ${await versionOf(env.databaseUrl)} of DATABASE_URL`,
      stop: async () => {},
    };
  }
  const dir = path.join(env.dataDir, "postgres");
  const database = await startEmbedded({ dir, preferredPort: platformSettings.database.preferredPort });
  const url = database.url();
  rememberUrl(path.join(env.dataDir, "database-url"), url);
  const description = `Embedded PostgreSQL on port ${database.port}${database.joined ? ", shared with another start" : ""}`;
  return { url, embedded: true, description, stop: database.stop };
}

/** Brings the database to this version, and says which migrations that took. */
export async function prepareDatabase(url: string): Promise<string[]> {
  const applied = await migrate(url);
  // as the role that owns its schema; it finds its own place when several starts meet here
  await runMigrations({ pgPool: pool("queue") });
  return applied;
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string; number: number }>(
      "select current_setting('server_version') as name, current_setting('server_version_num')::int as number",
    );
    const version = rows[0];
    if (!version || version.number < 150_000) {
      throw new Error(`DATABASE_URL is a PostgreSQL ${version?.name}; Millrace needs 15 or newer.`);
    }
    return version.name;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("DATABASE_URL")) throw error;
    const reason = error instanceof AggregateError ? error.errors.map(String).join("; ") : String(error);
    throw new Error(`The database of DATABASE_URL can't be used: ${reason}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** So that the prisma CLI and scripts find the embedded database, whose port and password are random. */
function rememberUrl(file: string, url: string): void {
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, `${url}\n`, { mode: 0o600 });
}
