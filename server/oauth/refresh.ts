import type pg from "pg";
import { Fault, isFault } from "#nodes/_core/fault.ts";
import { clock } from "#server/clock.ts";
import { type ConnectionRow, readConnection } from "#server/connections/connection-row.ts";
import { connectorOf } from "#server/connections/connector-of.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { egressSettings } from "#server/egress/egress-settings.ts";
import { vendorTarget } from "#server/egress/vendor-target.ts";
import { settings } from "#server/settings.ts";
import { open, openSealed } from "#server/vault/open.ts";
import { type PreparedSecret, prepareSecret, storeSecret } from "#server/vault/seal.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { type OAuthClient, requestTokens, type Tokens } from "./request-tokens.ts";

/**
 * A new access token for a connection. Single flight for all processes by a lease in the connection's row; no transaction
 * is open while the vendor is asked, and a rotated refresh token is committed before anybody uses what came with it.
 *
 * `stale` is the access token that was found wanting: whoever gets the lease reads again and leaves the vendor alone when
 * another has replaced it meanwhile.
 */
export async function refresh(orgId: string, connectionId: string, stale: string): Promise<FreshToken> {
  const key = `${orgId} ${connectionId}`;
  const underWay = flights.get(key);
  if (underWay) return await underWay;
  const flight = takeTurns(orgId, connectionId, stale).finally(() => flights.delete(key));
  flights.set(key, flight);
  return await flight;
}

export interface FreshToken {
  accessToken: string;
  expiresAt: Date;
}

const flights = new Map<string, Promise<FreshToken>>();

async function takeTurns(orgId: string, connectionId: string, stale: string): Promise<FreshToken> {
  const deadline = clock.monotonicMs() + 2 * settings.oauth.refreshLeaseMs;
  for (;;) {
    const turn = await withOrgSql(orgId, (client) => takeLease(client, orgId, connectionId));
    if (turn === "gone") throw needsReauth("The connection is gone.");
    if (turn === "busy") {
      if (clock.monotonicMs() > deadline) throw tooBusy();
      await new Promise((resolve) => setTimeout(resolve, egressSettings.refreshPollMs));
      continue;
    }
    try {
      return await refreshUnderLease(turn, stale);
    } finally {
      await withOrgSql(orgId, (client) => dropLease(client, turn)).catch(() => {});
    }
  }
}

/** A connection whose refresh is ours until the lease ends, with its tokens as they are now. */
interface Turn {
  row: ConnectionRow;
  epoch: number;
  sealedAccess: string;
  sealedRefresh: string;
}

async function refreshUnderLease(turn: Turn, stale: string): Promise<FreshToken> {
  const { row } = turn;
  if (row.state !== "connected") throw needsReauth(row.stateReason);
  const accessToken = await openSealed(
    row.orgId,
    { ownerId: row.id, field: secretFields.accessToken },
    turn.sealedAccess,
  );
  const expiresAt = row.tokenExpiresAt ?? new Date(0);
  if (accessToken !== stale && expiresAt.getTime() > clock.now().getTime()) return { accessToken, expiresAt };

  const client = await oauthClient(row);
  const refreshToken = await openSealed(
    row.orgId,
    { ownerId: row.id, field: secretFields.refreshToken },
    turn.sealedRefresh,
  );
  const tokens = await exchange(client, refreshToken).catch(async (error: unknown) => {
    if (isFault(error) && error.kind === "unauthorized") await markNeedsReauth(turn, error.message);
    throw error;
  });
  return await commit(turn, tokens);
}

/**
 * The vendor may have rotated the token although its answer was lost (or although a process died before it could store
 * the new one). The token we hold is then the previous one: vendors accept it for a while, so it is tried once more.
 */
async function exchange(client: OAuthClient, refreshToken: string): Promise<Tokens> {
  const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
  try {
    return await requestTokens(client, grant);
  } catch (error) {
    if (!isFault(error) || error.kind !== "unavailable" || error.sent !== "maybe") throw error;
    return await requestTokens(client, grant);
  }
}

/** Stores what the vendor gave, unless somebody else has replaced the refresh token that it was given for. */
async function commit(turn: Turn, tokens: Tokens): Promise<FreshToken> {
  const { row } = turn;
  const expiresAt = new Date(clock.now().getTime() + tokens.expiresInMs);
  const secrets: PreparedSecret[] = [
    await prepareSecret(row.orgId, { ownerId: row.id, field: secretFields.accessToken }, tokens.accessToken),
  ];
  if (tokens.refreshToken !== undefined) {
    const place = { ownerId: row.id, field: secretFields.refreshToken };
    secrets.push(await prepareSecret(row.orgId, place, tokens.refreshToken));
  }
  const stored = await withOrgSql(row.orgId, async (client) => {
    await client.query("select 1 from connection where org_id = $1 and id = $2 for update", [row.orgId, row.id]);
    const sealed = await sealedTokens(client, row.orgId, row.id);
    if (sealed?.refresh !== turn.sealedRefresh) return false;
    for (const secret of secrets) await storeSecret(client, row.orgId, secret);
    // a holder that was paused past its lease still has the only good token: it heals what its successor gave up
    await client.query(
      `update connection set token_expires_at = $3, state = 'connected', state_reason = '', updated_at = now()
        where org_id = $1 and id = $2`,
      [row.orgId, row.id, expiresAt],
    );
    return true;
  });
  if (stored) return { accessToken: tokens.accessToken, expiresAt };
  const accessToken = await open(row.orgId, { ownerId: row.id, field: secretFields.accessToken });
  return { accessToken, expiresAt: clock.now() };
}

/** The app that this connection was authorised under. */
export async function oauthClient(row: ConnectionRow): Promise<OAuthClient> {
  const connector = connectorOf(row.connector);
  return {
    connector,
    target: vendorTarget(connector, row.environment, row.origin),
    clientId: row.clientId,
    clientSecret: await open(row.orgId, { ownerId: row.appId, field: secretFields.clientSecret }),
  };
}

async function takeLease(client: pg.PoolClient, orgId: string, id: string): Promise<Turn | "busy" | "gone"> {
  const { rows } = await client.query<{ refresh_epoch: number }>(
    `update connection set refresh_epoch = refresh_epoch + 1,
            refresh_lease_until = mr_now() + make_interval(secs => $3::float8 / 1000)
      where org_id = $1 and id = $2 and (refresh_lease_until is null or refresh_lease_until <= (select mr_now()))
      returning refresh_epoch`,
    [orgId, id, settings.oauth.refreshLeaseMs],
  );
  const row = await readConnection(client, orgId, id);
  if (!row) return "gone";
  const [taken] = rows;
  if (!taken) return "busy";
  const sealed = await sealedTokens(client, orgId, id);
  if (!sealed) throw needsReauth("Its tokens are missing.");
  return { row, epoch: taken.refresh_epoch, sealedAccess: sealed.access, sealedRefresh: sealed.refresh };
}

async function sealedTokens(
  client: pg.PoolClient,
  orgId: string,
  ownerId: string,
): Promise<{ access: string; refresh: string } | null> {
  const { rows } = await client.query<{ field: string; sealed: string }>(
    "select field, sealed from secret where org_id = $1 and owner_id = $2",
    [orgId, ownerId],
  );
  const access = rows.find((row) => row.field === secretFields.accessToken)?.sealed;
  const refreshed = rows.find((row) => row.field === secretFields.refreshToken)?.sealed;
  return access !== undefined && refreshed !== undefined ? { access, refresh: refreshed } : null;
}

/** Only our own lease: one that ended may be another's by now. */
async function dropLease(client: pg.PoolClient, { row, epoch }: Turn): Promise<void> {
  await client.query(
    "update connection set refresh_lease_until = null where org_id = $1 and id = $2 and refresh_epoch = $3",
    [row.orgId, row.id, epoch],
  );
}

async function markNeedsReauth({ row, epoch }: Turn, reason: string): Promise<void> {
  await withOrgSql(row.orgId, (client) =>
    client.query(
      `update connection set state = 'needs_reauth', state_reason = $4, updated_at = now()
        where org_id = $1 and id = $2 and refresh_epoch = $3`,
      [row.orgId, row.id, epoch, reason],
    ),
  );
}

export const needsReauth = (reason: string): Fault =>
  new Fault({
    kind: "unauthorized",
    code: "needs-reauth",
    message: `This connection must be connected again. ${reason}`.trim(),
    fix: "Connect it again under Connections; its runs wait meanwhile.",
    sent: "no",
  });

const tooBusy = (): Fault =>
  new Fault({
    kind: "unavailable",
    code: "refresh-busy",
    message: "Another process has been renewing this connection's token for too long.",
    fix: "It is tried again by itself.",
    sent: "no",
  });
