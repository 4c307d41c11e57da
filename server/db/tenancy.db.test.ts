import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { pool } from "#server/db/pool.ts";
import { withDatabase } from "#server/testing/with-database.ts";

/*
 * Organisations never see each other, whichever table is asked, and by whatever name a partition is called. The lists below
 * are the whole of it: a new table that is on neither fails the first test.
 */
const tenantTables = [
  "app_registration",
  "audit",
  "breaker",
  "bucket",
  "connection",
  "dead_letter",
  "effect",
  "endpoint",
  "entity_sequence",
  "event",
  "event_dedupe",
  "flow",
  "flow_operation",
  "flow_version",
  "oauth_state",
  "option_cache",
  "org_key",
  "run",
  "sample",
  "secret",
  "step",
  "step_attempt",
  "trigger",
  "twin",
  "twin_counter",
  "twin_delivery",
  "twin_fault",
  "twin_record",
  "twin_request",
];
const globalTables = [
  "_prisma_migrations",
  "auth_account",
  "auth_rate_limit",
  "auth_session",
  "auth_user",
  "auth_verification",
  "invitation",
  "member",
  "one_time_token",
  "organization",
];

const database = withDatabase();
const [a, b] = [randomUUID(), randomUUID()];
let owner: pg.Client;
let tables: { name: string; parent: string | null }[] = [];

beforeAll(async () => {
  const url = new URL(inject("databaseUrl"));
  url.pathname = new URL(database.url).pathname;
  owner = new pg.Client({ connectionString: url.toString(), options: "-c role=millrace_migrator" });
  await owner.connect();
  tables = await tenantRelations();
});
afterAll(async () => {
  await owner.end();
});

test("every table is known as the organisations' own or as global", async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...tenantTables, ...globalTables].sort());
});

test("every table and every partition with an organisation enables and forces row security, for writes too", () => {
  expect(tables.length).toBeGreaterThan(tenantTables.length + 10);
  return expect(unprotected()).resolves.toEqual([]);
});

test("what the application works with is nobody's owner and can't switch protection off", async () => {
  const { rows } = await pool("app").query<{ name: string; all_powerful: boolean; owned: number }>(
    `select current_user as name, r.rolsuper or r.rolbypassrls as all_powerful,
            (select count(*)::int from pg_class c where c.relowner = r.oid) as owned from pg_roles r where r.rolname = current_user`,
  );
  expect(rows).toEqual([{ name: "millrace_app", all_powerful: false, owned: 0 }]);
});

test("A sees nothing of B on any table or partition, and with B's own name set sees it", async () => {
  await fillEverything(b);
  for (const { name } of tables) {
    const [seenByA, seenByB] = [await count(name, a), await count(name, b)];
    expect({ table: name, seenByA }).toEqual({ table: name, seenByA: 0 });
    if (isFilled(name)) expect({ table: name, seenByB }).not.toEqual({ table: name, seenByB: 0 });
  }
});

test("without an organisation every read is an error, also after a transaction that had one", async () => {
  const client = await pool("app").connect();
  try {
    for (const { name } of tables) {
      await expect(client.query(`select 1 from ${name} limit 1`), name).rejects.toThrow(
        /app\.org|invalid input syntax for type uuid/,
      );
    }
    await client.query("begin");
    await client.query("select set_config('app.org', $1, true)", [b]);
    await client.query("commit");
    for (const { name } of tables) {
      await expect(client.query(`select 1 from ${name} limit 1`), name).rejects.toThrow(
        /app\.org|invalid input syntax for type uuid/,
      );
    }
  } finally {
    client.release();
  }
});

test("A can neither write rows as B, nor change or delete B's", async () => {
  for (const name of tenantTables) {
    const before = await count(name, b);
    await expect(copyRows(name, a, b), name).rejects.toThrow(/row-level security|permission denied/);
    for (const statement of [`update ${name} set org_id = org_id`, `delete from ${name}`]) {
      const touched = await as(a, (client) => client.query(statement)).then(
        (result) => result.rowCount,
        () => 0,
      );
      expect({ statement, touched }).toEqual({ statement, touched: 0 });
    }
    expect({ name, rows: await count(name, b) }).toEqual({ name, rows: before });
  }
});

test("B can't move a row of its own to A", async () => {
  for (const name of tenantTables.filter(isFilled)) {
    await expect(
      as(b, (client) => client.query(`update ${name} set org_id = $1`, [a])),
      name,
    ).rejects.toThrow(/row-level security|permission denied/);
  }
});

test("the audit log and published versions only grow", async () => {
  for (const name of ["audit", "flow_version"]) {
    for (const statement of [`delete from ${name}`, `update ${name} set org_id = org_id`]) {
      await expect(
        as(b, (client) => client.query(statement)),
        statement,
      ).rejects.toThrow(/permission denied/);
    }
  }
});

test("the application reads names of people, never passwords, sessions or tokens", async () => {
  for (const name of ["auth_account", "auth_session", "auth_verification", "one_time_token", "invitation"]) {
    await expect(
      as(a, (client) => client.query(`select * from ${name}`)),
      name,
    ).rejects.toThrow(/permission denied/);
  }
  await expect(as(a, (client) => client.query("select email_verified from auth_user"))).rejects.toThrow(
    /permission denied/,
  );
});

test("a partition that is made later is protected as well", async () => {
  await owner.query("select mr_ensure_partitions(6)");
  tables = await tenantRelations();
  expect(await unprotected()).toEqual([]);
});

async function tenantRelations(): Promise<{ name: string; parent: string | null }[]> {
  const { rows } = await owner.query<{ name: string; parent: string | null }>(
    `select c.relname as name, i.inhparent::regclass::text as parent from pg_class c
       join pg_attribute t on t.attrelid = c.oid and t.attname = 'org_id' and not t.attisdropped
       left join pg_inherits i on i.inhrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  return rows;
}

async function unprotected(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'org_id' and not t.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (
          select 1 from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.roles = '{millrace_app}'
             and p.cmd = 'ALL' and p.qual like '%app.org%' and p.with_check like '%app.org%'))`,
  );
  return rows.map(({ name }) => name);
}

async function as<T>(org: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool("app").connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.org', $1, true)", [org]);
    return await work(client);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const count = (name: string, org: string): Promise<number> =>
  as(
    org,
    async (client) => (await client.query<{ n: number }>(`select count(*)::int as n from ${name}`)).rows[0]?.n ?? -1,
  );

/** Rows of `from` are not visible to `writer`, so it makes up its own, under the other's name. */
async function copyRows(name: string, writer: string, victim: string): Promise<void> {
  await as(writer, async (client) => {
    const { columns, values } = await sampleRow(name, victim);
    await client.query(`insert into ${name} (${columns.join(", ")}) values (${values.join(", ")})`);
  });
}

let filled: string[] = [];
const isFilled = (name: string): boolean => filled.includes(name);

/** One made-up row in every table, as the owner with the organisation's own policy off: foreign keys are not the matter here. */
async function fillEverything(org: string): Promise<void> {
  await owner.query("begin");
  for (const name of tenantTables) await owner.query(`alter table ${name} no force row level security`);
  const waiting = new Set(tenantTables);
  // parents first: what fails for want of a parent is tried again
  for (let round = 0; round < 5 && waiting.size > 0; round++) {
    for (const name of [...waiting]) {
      const { columns, values } = await sampleRow(name, org);
      await owner.query("savepoint row");
      const done = await owner.query(`insert into ${name} (${columns.join(", ")}) values (${values.join(", ")})`).then(
        () => true,
        () => false,
      );
      if (done) waiting.delete(name);
      else await owner.query("rollback to row");
    }
  }
  for (const name of tenantTables) await owner.query(`alter table ${name} force row level security`);
  await owner.query("commit");
  expect([...waiting]).toEqual([]);
  const partitions = tables.filter(({ parent }) => parent !== null).map(({ name }) => name);
  const used: string[] = [];
  for (const name of partitions) if ((await count(name, org)) > 0) used.push(name);
  expect(used.length, "each partitioned table put its row into a partition").toBe(5);
  filled = [...tenantTables, ...used];
}

const fixed = randomUUID();

/** A value of the right type for each column without a default; equal for equal names, so that foreign keys meet. */
async function sampleRow(name: string, org: string): Promise<{ columns: string[]; values: string[] }> {
  const { rows } = await owner.query<{ column: string; type: string }>(
    `select t.attname as column, format_type(t.atttypid, null) as type from pg_attribute t
      where t.attrelid = $1::regclass and t.attnum > 0 and not t.attisdropped and t.attnotnull
        and (t.attname = 'org_id' or not t.atthasdef) order by t.attnum`,
    [name],
  );
  return {
    columns: rows.map(({ column }) => column),
    values: rows.map(({ column, type }) => (column === "org_id" ? `'${org}'` : literal(type))),
  };
}

function literal(type: string): string {
  switch (type) {
    case "uuid":
      return `'${fixed}'`;
    case "integer":
    case "bigint":
    case "double precision":
      return "1";
    case "boolean":
      return "false";
    case "json":
    case "jsonb":
      return "'{}'";
    case "bytea":
      return "'\\x01'";
    case "timestamp with time zone":
      return "now()";
    default:
      return "'x'";
  }
}
