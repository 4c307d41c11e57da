import { isFault } from "#nodes/_core/fault.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { VendorAccount } from "#nodes/_kit/http.ts";
import { clock } from "#server/clock.ts";
import {
  type ConnectionRow,
  type ConnectionState,
  type Environment,
  loadConnection,
} from "#server/connections/connection-row.ts";
import { connectorOf } from "#server/connections/connector-of.ts";
import { markConnection } from "#server/connections/mark-connection.ts";
import { type FreshToken, needsReauth, refresh } from "#server/oauth/refresh.ts";
import { settings } from "#server/settings.ts";
import { open } from "#server/vault/open.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { type CallableHttp, type Credential, createHttp } from "./create-http.ts";
import { egressSettings } from "./egress-settings.ts";
import { vendorTarget } from "./vendor-target.ts";

export interface OpenConnection {
  http: CallableHttp;
  account: VendorAccount;
  connector: ConnectorDefinition;
  environment: Environment;
  state: ConnectionState;
  quota: ConnectionRow["quota"];
}

/**
 * A connection ready to call its vendor: base URL of its environment, headers, a token that is renewed in time. What was
 * read is kept for a few seconds, by organisation and connection. Throws a Fault for a connection that this organisation
 * does not have; one that needs a person opens, and its requests throw `unauthorized` without being sent.
 */
export function openConnection(orgId: string, connectionId: string): Promise<OpenConnection> {
  const key = `${orgId} ${connectionId}`;
  const now = clock.monotonicMs();
  const known = opened.get(key);
  if (known && known.until > now) return known.connection;
  const connection = loadConnection(orgId, connectionId).then(connect);
  const entry = { connection, until: now + egressSettings.connectionCacheMs };
  opened.set(key, entry);
  connection.catch(() => {
    if (opened.get(key) === entry) opened.delete(key);
  });
  if (opened.size > most) forgetOld(now);
  return connection;
}

/** After a change made in this process; others notice within seconds. */
export function forgetConnection(orgId: string, connectionId: string): void {
  opened.delete(`${orgId} ${connectionId}`);
}

const opened = new Map<string, { connection: Promise<OpenConnection>; until: number }>();
const most = 5_000;

function forgetOld(now: number): void {
  for (const [key, entry] of opened) if (entry.until <= now) opened.delete(key);
}

function connect(row: ConnectionRow): OpenConnection {
  const connector = connectorOf(row.connector);
  const http = createHttp({
    target: vendorTarget(connector, row.environment, row.origin),
    baseUrl: connector.connection.baseUrl,
    headers: connector.connection.headers(row.account),
    credential: credentialOf(row),
  });
  return { http, account: row.account, connector, environment: row.environment, state: row.state, quota: row.quota };
}

function credentialOf(row: ConnectionRow): Credential {
  const { orgId, id } = row;
  let held: Promise<FreshToken> | undefined;

  async function read(): Promise<FreshToken> {
    if (row.state !== "connected") throw needsReauth(row.stateReason);
    const accessToken = await open(orgId, { ownerId: id, field: secretFields.accessToken });
    const expiresAt = row.tokenExpiresAt ?? new Date(0);
    if (isSoon(expiresAt)) return await refresh(orgId, id, accessToken);
    return { accessToken, expiresAt };
  }

  function hold(token: Promise<FreshToken>): Promise<FreshToken> {
    held = token;
    token.catch(() => {
      if (held === token) held = undefined;
    });
    return token;
  }

  return {
    async token() {
      const { accessToken, expiresAt } = await (held ?? hold(read()));
      if (!isSoon(expiresAt)) return accessToken;
      return (await hold(refresh(orgId, id, accessToken))).accessToken;
    },
    async renew(refused) {
      try {
        const current = await held;
        // somebody else's 401 has already brought a new one
        if (current && current.accessToken !== refused) return current.accessToken;
        return (await hold(refresh(orgId, id, refused))).accessToken;
      } catch (error) {
        if (!isFault(error) || error.kind !== "unauthorized") throw error;
        await markConnection(orgId, id, "needs_reauth", error.message);
        forgetConnection(orgId, id);
        return null;
      }
    },
    async giveUp() {
      await markConnection(orgId, id, "needs_reauth", "The vendor refuses even a new token.");
      forgetConnection(orgId, id);
    },
  };
}

const isSoon = (expiresAt: Date): boolean =>
  expiresAt.getTime() - clock.now().getTime() < settings.oauth.refreshBeforeMs;
