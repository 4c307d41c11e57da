import { randomBytes } from "node:crypto";
import type pg from "pg";
import { Fault } from "#nodes/_core/fault.ts";
import { clock } from "#server/clock.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { unwrap, wrap } from "./envelope.ts";
import { importKey, installationKeys } from "./installation-keys.ts";

/** An organisation's data key: made at its first seal, replaced for new seals every 90 days, kept for reading. */
export interface DataKey {
  version: number;
  key: CryptoKey;
  createdAt: Date;
}

interface StoredKey {
  version: number;
  kek_id: string;
  wrapped: string;
  created_at: Date;
}

const newKeyAfterMs = 90 * 24 * 3_600_000;

/** Opened keys of this process, by organisation and version. A re-wrapped key is the same key, so they never go stale. */
const opened = new Map<string, Promise<DataKey>>();
const newest = new Map<string, DataKey>();
const loading = new Map<string, Promise<DataKey>>();

/** The key for new seals. */
export function currentDataKey(orgId: string): Promise<DataKey> | DataKey {
  const known = newest.get(orgId);
  if (known && isFresh(known)) return known;
  const underWay = loading.get(orgId);
  if (underWay) return underWay;
  const load = loadNewest(orgId).finally(() => loading.delete(orgId));
  loading.set(orgId, load);
  return load;
}

/** The key of one version, for reading. */
export function dataKey(orgId: string, version: number): Promise<DataKey> {
  const cacheKey = `${orgId} ${version}`;
  const known = opened.get(cacheKey);
  if (known) return known;
  const load = withOrgSql(orgId, (client) => storedKey(client, orgId, version)).then((stored) => {
    if (!stored) throw missingKey();
    return openKey(orgId, stored);
  });
  opened.set(cacheKey, load);
  load.catch(() => opened.delete(cacheKey));
  return load;
}

/** The text under which a data key is wrapped: a row copied to another organisation or version does not open. */
export const wrapLabels = (orgId: string, version: number) => ({ org: orgId, purpose: "data-key", version });

async function loadNewest(orgId: string): Promise<DataKey> {
  const stored = await withOrgSql(orgId, async (client) => {
    const latest = await latestKey(client, orgId);
    if (latest && isFresh({ createdAt: latest.created_at })) return latest;
    await addKey(client, orgId, (latest?.version ?? 0) + 1);
    // somebody else may have added it first: theirs counts
    return await latestKey(client, orgId);
  });
  if (!stored) throw missingKey();
  const key = await openKey(orgId, stored);
  newest.set(orgId, key);
  opened.set(`${orgId} ${key.version}`, Promise.resolve(key));
  return key;
}

async function latestKey(client: pg.PoolClient, orgId: string): Promise<StoredKey | undefined> {
  const { rows } = await client.query<StoredKey>(
    "select version, kek_id, wrapped, created_at from org_key where org_id = $1 order by version desc limit 1",
    [orgId],
  );
  return rows[0];
}

async function storedKey(client: pg.PoolClient, orgId: string, version: number): Promise<StoredKey | undefined> {
  const { rows } = await client.query<StoredKey>(
    "select version, kek_id, wrapped, created_at from org_key where org_id = $1 and version = $2",
    [orgId, version],
  );
  return rows[0];
}

async function addKey(client: pg.PoolClient, orgId: string, version: number): Promise<void> {
  const { current } = await installationKeys();
  const wrapped = await wrap(current.key, current.id, wrapLabels(orgId, version), randomBytes(32));
  await client.query(
    "insert into org_key (org_id, version, kek_id, wrapped, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [orgId, version, current.id, wrapped, clock.now()],
  );
}

async function openKey(orgId: string, stored: StoredKey): Promise<DataKey> {
  const { byId } = await installationKeys();
  const kek = byId.get(stored.kek_id);
  if (!kek) throw missingKey();
  const bytes = await unwrap(kek.key, wrapLabels(orgId, stored.version), stored.wrapped);
  return { version: stored.version, key: await importKey(new Uint8Array(bytes)), createdAt: stored.created_at };
}

const isFresh = (key: { createdAt: Date }): boolean => clock.now().getTime() - key.createdAt.getTime() < newKeyAfterMs;

const missingKey = (): Fault =>
  new Fault({
    kind: "bug",
    code: "data-key-unreadable",
    message: "The key of this organisation's secrets cannot be read with the installation's secret.",
    fix: "Check MILLRACE_SECRET; if it was replaced, set the old one as MILLRACE_SECRET_PREVIOUS.",
  });
