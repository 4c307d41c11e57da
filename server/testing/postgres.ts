import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#server/db/embedded.ts";
import { migrate } from "#server/db/migrate.ts";
import { queueUrl, templateDatabase } from "#server/testing/template-database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A database on the throw-away server in which other databases can be created. */
    databaseUrl: string;
  }
}

/** One throw-away PostgreSQL for a run of the tests, with a migrated database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "millrace-test-"));
  fs.chmodSync(dir, 0o755); // PostgreSQL may run under another account, and temporary folders are private
  const database = await startEmbedded({ dir, noFsync: true, throwAway: true });
  try {
    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    await client.query(`create database ${templateDatabase}`);
    await client.end();
    const url = database.url(templateDatabase);
    await migrate(url);
    await runMigrations({ connectionString: queueUrl(url) });
  } catch (error) {
    await database.stop();
    throw error;
  }
  project.provide("databaseUrl", database.url());
  return database.stop;
}
