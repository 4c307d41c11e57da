import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closePools } from "#server/db/pool.ts";
import { templateDatabase } from "#server/testing/template-database.ts";

export interface TestDatabase {
  /** Of the login, which is no superuser. Pools of server/db/pool.ts already use it. */
  readonly url: string;
}

interface DatabaseOptions {
  /** An empty database instead of a migrated one. */
  empty?: boolean;
}

/**
 * Call once at the top of a test file: gives it a migrated database of its own and points DATABASE_URL at it, so that
 * everything that asks server/db/pool.ts works there. Dropped afterwards.
 */
export function withDatabase({ empty = false }: DatabaseOptions = {}): TestDatabase {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const address = new URL(inject("databaseUrl"));
  address.pathname = `/${name}`;
  const url = address.toString();
  const before = process.env.DATABASE_URL;

  beforeAll(async () => {
    // copying files is twice as fast as writing everything to the log, which nobody needs here
    await asAdmin(`create database ${name} ${empty ? "" : `template ${templateDatabase} strategy file_copy`}`);
    process.env.DATABASE_URL = url;
  });
  afterAll(async () => {
    await closePools();
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    await drop(name);
  });
  return { url };
}

/** The server is thrown away too: a database that its own housekeeping still looks into may stay until then. */
async function drop(name: string): Promise<void> {
  await asAdmin(`drop database if exists ${name} with (force)`).catch((error: unknown) => {
    const notOurs = error instanceof Error && "code" in error && error.code === "42501";
    if (!notOurs) throw error;
  });
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
