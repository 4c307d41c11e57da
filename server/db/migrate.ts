import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Applies the migrations that are missing, in the order of their names, and says which. It keeps Prisma's own books
 * (`_prisma_migrations`, the same lock), so that `prisma migrate` agrees with it, but needs neither the CLI nor an engine.
 *
 * Each migration is one transaction. Refuses to go on when one failed before, when one was changed after it was applied,
 * and when the database has migrations that this version does not know: it belongs to a newer one.
 */
export async function migrate(databaseUrl: string, dir = path.resolve("prisma/migrations")): Promise<string[]> {
  const migrations = await readMigrations(dir);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "millrace migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(72707369)"); // the number Prisma takes; closing the connection frees it
    await client.query(bookkeepingTable);
    const pending = await checkApplied(client, migrations);
    for (const migration of pending) await apply(client, migration);
    await client.query(letApplicationRead);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** What /readyz compares with the database. */
export async function migrationNames(dir = path.resolve("prisma/migrations")): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = await migrationNames(dir);
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function checkApplied(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean; logs: string | null }>(
    `select migration_name as name, checksum, finished_at is not null as finished, logs
       from _prisma_migrations where rolled_back_at is null order by started_at`,
  );
  const applied = new Map(rows.map((row) => [row.name, row]));
  for (const migration of migrations) {
    const row = applied.get(migration.name);
    if (row && !row.finished) {
      throw new Error(
        `Migration ${row.name} failed earlier: ${row.logs ?? "it was interrupted"}. Repair the database, then run: npx prisma migrate resolve.`,
      );
    }
    if (row && row.checksum !== migration.checksum) {
      throw new Error(
        `Migration ${row.name} was changed after it was applied to this database. Restore its file, and make the change in a new migration.`,
      );
    }
  }
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = rows.find(({ name }) => !known.has(name));
  if (unknown) {
    throw new Error(
      `The database has the migration ${unknown.name}, which this version of Millrace does not know. Start the version that made it, or a newer one.`,
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Migration and bookkeeping commit together: a start that is killed in between leaves nothing to repair. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query("reset role");
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    throw new Error(`Migration ${name} could not be applied: ${explain(error, sql)}`);
  }
}

function explain(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const line = error.position ? sql.slice(0, Number(error.position)).split("\n").length : undefined;
  return [error.message, line && `line ${line}`, error.detail, error.hint].filter(Boolean).join("; ");
}

/** Column for column as Prisma creates it. */
const bookkeepingTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/** /readyz asks as millrace_app whether all migrations are there. */
const letApplicationRead = `do $$ begin
  if exists (select from pg_roles where rolname = 'millrace_app') then
    grant select (migration_name, finished_at, rolled_back_at) on _prisma_migrations to millrace_app;
  end if;
end $$`;
