import http from "node:http";
import pg from "pg";
import { expect, test } from "vitest";
import { checkRoles, problemOf } from "#server/health/check-roles.ts";
import { type ReadinessProbe, readinessProbe } from "#server/health/readiness.ts";
import { serveHealth, serveReadiness } from "#server/health/serve-health.ts";
import { withDatabase } from "#server/testing/with-database.ts";

const database = withDatabase();

test("the serving roles are what they should be after the migrations", async () => {
  await expect(checkRoles()).resolves.toBeUndefined();
});

test("start-up refuses an application role that owns a table", async () => {
  await asLogin("create table loose (id int); grant create on schema public to millrace_app");
  await asLogin("alter table loose owner to millrace_app");
  await expect(checkRoles()).rejects.toThrow(/millrace_app owns the table loose.* does not serve like this/);
  await asLogin("drop table loose");
});

test("start-up refuses a superuser, and a pooler that ignored the role", () => {
  const fine = { name: "millrace_app", all_powerful: false, owned: null };
  expect(problemOf("millrace_app", fine)).toBeUndefined();
  expect(problemOf("millrace_app", { ...fine, all_powerful: true })).toMatch(/is a superuser or bypasses row security/);
  expect(problemOf("millrace_app", { ...fine, name: "postgres" })).toMatch(/work as postgres/);
});

test("/readyz: yes with every migration, no without one, no while stopping; /healthz asks nobody", async () => {
  const probe = readinessProbe();
  expect(await get("/readyz", probe)).toMatchObject({ status: 200, body: { status: "ready", version: "0.1.0" } });

  await asLogin("update _prisma_migrations set rolled_back_at = now() where migration_name like '%roles'");
  expect(await get("/readyz", readinessProbe())).toMatchObject({ status: 503, body: { reason: "migrations" } });
  expect(await get("/healthz", probe)).toMatchObject({ status: 200, body: { status: "ok", version: "0.1.0" } });
  await asLogin("update _prisma_migrations set rolled_back_at = null");

  probe.stop();
  expect(await get("/readyz", probe)).toMatchObject({ status: 503, body: { reason: "stopping" } });
});

test("/readyz says no when the database can't be reached", async () => {
  const url = process.env.DATABASE_URL;
  process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
  try {
    expect(await get("/readyz", readinessProbe())).toMatchObject({ status: 503, body: { reason: "database" } });
  } finally {
    process.env.DATABASE_URL = url;
  }
});

async function get(path: string, probe: ReadinessProbe): Promise<{ status: number; body: unknown }> {
  const server = http.createServer((req, res) =>
    req.url === "/healthz" ? serveHealth(req, res) : void serveReadiness(probe, res),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: await response.json() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function asLogin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
