import { inTransaction, withOrgSql } from "#server/db/with-org.ts";
import { open } from "#server/vault/open.ts";
import { secretFields } from "#server/vault/secret-fields.ts";

/** The door of an app registration, with what is needed to verify what comes in. */
export interface OpenEndpoint {
  orgId: string;
  appId: string;
  connector: string;
  /** The URL as registered with the vendor: some schemes sign it. */
  url: string;
  secrets: string[];
}

const freshMs = 5_000;

declare global {
  var millraceEndpoints: Map<string, { at: number; endpoint: Promise<OpenEndpoint | null> }> | undefined;
  var millraceRoutes: Map<string, { at: number; connections: Promise<string[]> }> | undefined;
}

/** By exact, unguessable id; null when there is no such door. Answers are kept five seconds. */
export function findEndpoint(id: string): Promise<OpenEndpoint | null> {
  globalThis.millraceEndpoints ??= new Map();
  return remembered(
    globalThis.millraceEndpoints,
    id,
    (endpoint) => ({ endpoint }),
    () => readEndpoint(id),
  ).endpoint;
}

/**
 * Connections of the endpoint's app that are authorised for the signed account. An unknown account is asked for again
 * at once: it may have been connected a moment ago.
 */
export async function findConnections(endpoint: OpenEndpoint, accountId: string): Promise<string[]> {
  globalThis.millraceRoutes ??= new Map();
  const key = `${endpoint.orgId} ${endpoint.appId} ${accountId}`;
  const read = () => readConnections(endpoint, accountId);
  const found = await remembered(globalThis.millraceRoutes, key, (connections) => ({ connections }), read).connections;
  if (found.length > 0) return found;
  globalThis.millraceRoutes.delete(key);
  return read();
}

function remembered<V, E extends object>(
  cache: Map<string, E & { at: number }>,
  key: string,
  wrap: (value: Promise<V>) => E,
  read: () => Promise<V>,
): E {
  const now = performance.now();
  const known = cache.get(key);
  if (known && now - known.at < freshMs) return known;
  if (cache.size > 10_000) cache.clear();
  const reading = read();
  reading.catch(() => cache.delete(key));
  const entry = { ...wrap(reading), at: now };
  cache.set(key, entry);
  return entry;
}

async function readEndpoint(id: string): Promise<OpenEndpoint | null> {
  const found = await inTransaction(async (client) => {
    const { rows } = await client.query<{ org_id: string; app_id: string; connector: string; url: string }>({
      name: "find-endpoint",
      text: "select org_id, app_id, connector, url from mr_find_endpoint($1)",
      values: [id],
    });
    return rows[0];
  });
  if (!found) return null;
  const secret = await open(found.org_id, { ownerId: found.app_id, field: secretFields.webhookSecret });
  return {
    orgId: found.org_id,
    appId: found.app_id,
    connector: found.connector,
    url: found.url,
    secrets: [secret],
  };
}

function readConnections(endpoint: OpenEndpoint, accountId: string): Promise<string[]> {
  return withOrgSql(endpoint.orgId, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: "route-account",
      text: "select id from connection where app_id = $1 and account_id = $2 and connector = $3 order by id",
      values: [endpoint.appId, accountId, endpoint.connector],
    });
    return rows.map((row) => row.id);
  });
}
