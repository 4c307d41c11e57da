import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { type Prisma, PrismaClient } from "#server/generated/prisma/client.ts";
import { type DatabaseRole, pool } from "./pool.ts";

declare global {
  var millracePrisma: Map<pg.Pool, PrismaClient> | undefined;
}

function prismaOf(role: DatabaseRole): PrismaClient {
  const on = pool(role);
  globalThis.millracePrisma ??= new Map();
  const existing = globalThis.millracePrisma.get(on);
  if (existing) return existing;
  const made = new PrismaClient({ adapter: new PrismaPg(on) });
  globalThis.millracePrisma.set(on, made);
  return made;
}

/** Prisma inside one transaction of one organisation. */
export type OrgDb = Prisma.TransactionClient;

/**
 * Runs `work` in one transaction that sees and writes only this organisation's rows. The organisation comes from a
 * session, key, endpoint or run, never from input. No vendor call happens inside.
 */
export function withOrg<T>(orgId: string, work: (db: OrgDb) => Promise<T>): Promise<T> {
  return prismaOf("app").$transaction(
    async (db) => {
      await db.$executeRaw`select set_config('app.org', ${orgId}, true)`;
      return work(db);
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
}

/** The same with plain SQL, for hot paths. */
export async function withOrgSql<T>(orgId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(work, orgId);
}

/** Moves an open transaction to an organisation: a group commit goes organisation by organisation, then commits once. */
export async function enterOrg(client: pg.PoolClient, orgId: string): Promise<void> {
  await client.query({ name: "enter-org", text: "select set_config('app.org', $1, true)", values: [orgId] });
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `begin` and the first organisation in one round trip; two statements in one query can have no parameters. */
export async function beginIn(client: pg.PoolClient, orgId: string): Promise<void> {
  if (!uuid.test(orgId)) throw new Error("An organisation's id is a UUID");
  await client.query(`begin; select set_config('app.org', '${orgId}', true)`);
}

/**
 * One transaction as millrace_app without an organisation: only the cross-organisation functions (`mr_…`) work in it.
 * A connection whose transaction failed to end is thrown away, not reused.
 */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>, orgId?: string): Promise<T> {
  const client = await pool("app").connect();
  let broken: Error | undefined;
  try {
    if (orgId === undefined) await client.query("begin");
    else await beginIn(client, orgId);
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Identity tables (users, sessions, memberships, one-time tokens): role millrace_auth, no organisation known yet. */
export const authDb = (): PrismaClient => prismaOf("auth");
