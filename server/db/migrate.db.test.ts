import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, migrationNames } from "#server/db/migrate.ts";
import { withDatabase } from "#server/testing/with-database.ts";

const database = withDatabase({ empty: true });
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "millrace-migrations-"));
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await query("drop table if exists _prisma_migrations, a, b, c");
});

test("applies what is missing, in order, and nothing twice", async () => {
  add("2_b", "create table b (id int references a);");
  add("1_a", "create table a (id int primary key);");
  expect(await migrate(database.url, dir)).toEqual(["1_a", "2_b"]);
  expect(await migrate(database.url, dir)).toEqual([]);
  add("3_c", "create table c (id int);");
  expect(await migrate(database.url, dir)).toEqual(["3_c"]);
});

test("two starts at the same time apply each migration once", async () => {
  add("1_a", "create table a (id int primary key);");
  const applied = await Promise.all([migrate(database.url, dir), migrate(database.url, dir)]);
  expect(applied.flat()).toEqual(["1_a"]);
});

test("refuses to go on when an applied migration was changed, and names it", async () => {
  add("1_a", "create table a (id int primary key);");
  await migrate(database.url, dir);
  appendFileSync(path.join(dir, "1_a/migration.sql"), "-- a later thought");
  await expect(migrate(database.url, dir)).rejects.toThrow(/Migration 1_a was changed after it was applied/);
});

test("refuses a database of a newer version", async () => {
  add("1_a", "create table a (id int primary key);");
  await migrate(database.url, dir);
  rmSync(path.join(dir, "1_a"), { recursive: true });
  await expect(migrate(database.url, dir)).rejects.toThrow(
    /has the migration 1_a, which this version .* does not know/,
  );
});

test("a migration that fails leaves nothing behind, says where, and can be tried again", async () => {
  add("1_a", "create table a (id int primary key);\ncreate table b (id int references nowhere);");
  await expect(migrate(database.url, dir)).rejects.toThrow(/Migration 1_a could not be applied: .*nowhere/);
  add("1_a", "create table a (id int primary key);");
  expect(await migrate(database.url, dir)).toEqual(["1_a"]);
});

test("a migration that failed under Prisma's own command is not passed over", async () => {
  add("1_a", "create table a (id int primary key);");
  await migrate(database.url, dir);
  await query("update _prisma_migrations set finished_at = null, logs = 'out of disk'");
  await expect(migrate(database.url, dir)).rejects.toThrow(/Migration 1_a failed earlier: out of disk/);
});

test("the product's own migrations apply as a login that is no superuser", async () => {
  cpSync(path.resolve("prisma/migrations"), dir, { recursive: true });
  expect(await migrate(database.url, dir)).toEqual(await migrationNames());
});

function add(name: string, sql: string): void {
  mkdirSync(path.join(dir, name), { recursive: true });
  writeFileSync(path.join(dir, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
