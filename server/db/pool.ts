import pg from "pg";

/** Whom a pool works as. `migrator` is for migrations and partition DDL only. */
export type DatabaseRole = "app" | "auth" | "queue" | "migrator";

const sizes: Record<DatabaseRole, number> = { app: 16, auth: 4, queue: 10, migrator: 1 };

/**
 * Process state lives behind one `globalThis` registry, because Next's bundle and the natively run server files hold
 * different copies of this module.
 */
declare global {
  var millracePools: Map<string, pg.Pool> | undefined;
}

/** The pool of one role: same URL for all, the role is a start option, so `reset role` inside a session stays there. */
export function pool(role: DatabaseRole): pg.Pool {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start through `npm start`, which brings up a database");
  globalThis.millracePools ??= new Map();
  const key = `${role} ${url}`;
  const existing = globalThis.millracePools.get(key);
  if (existing) return existing;
  const made = new pg.Pool({
    connectionString: url,
    max: sizes[role],
    application_name: `millrace ${role}`,
    options: `-c role=millrace_${role} -c synchronous_commit=on -c idle_in_transaction_session_timeout=30000 -c plan_cache_mode=force_generic_plan`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A dropped idle connection is the pool's business; a query on a broken one fails where it is awaited.
  made.on("error", () => {});
  made.on("connect", (client) => {
    client.on("error", () => {});
  });
  globalThis.millracePools.set(key, made);
  return made;
}

/** Ends every pool of this process. */
export async function closePools(): Promise<void> {
  const pools = [...(globalThis.millracePools?.values() ?? [])];
  globalThis.millracePools?.clear();
  await Promise.all(pools.map((one) => one.end()));
}
