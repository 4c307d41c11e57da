import { Fault } from "#nodes/_core/fault.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { VendorAccount } from "#nodes/_kit/http.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { clock } from "#server/clock.ts";
import type { Environment } from "#server/connections/connection-row.ts";
import { connectorOf } from "#server/connections/connector-of.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { resumeConnection } from "#server/desk/resume-connection.ts";
import { createHttp } from "#server/egress/create-http.ts";
import { forgetConnection } from "#server/egress/open-connection.ts";
import { vendorTarget } from "#server/egress/vendor-target.ts";
import { open } from "#server/vault/open.ts";
import { type PreparedSecret, prepareSecret, storeSecret } from "#server/vault/seal.ts";
import { openText } from "#server/vault/seal-text.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { hashOfState, pkcePurpose } from "./begin.ts";
import { redirectUri } from "./redirect-uri.ts";
import { type OAuthClient, requestTokens, type Tokens } from "./request-tokens.ts";

/** Who comes back, and with what. All of it is untrusted until the state is found. */
export interface Return {
  orgId: string;
  sessionId: string;
  userId: string;
  role: string;
  state: string;
  code: string | null;
  /** The vendor's `error`; only that there is one matters. */
  refused: boolean;
}

/** Ends a consent: the connection is there, its tokens sealed, or a Fault says in our own words why not. */
export async function finishConnect(back: Return): Promise<{ connectionId: string }> {
  const state = await consumeState(back);
  if (back.refused || back.code === null)
    throw refuse("consent-denied", "Access was not granted.", "Connect again and allow access.");
  const { client, app } = await appOf(back.orgId, state);
  const tokens = await requestTokens(client, {
    grant_type: "authorization_code",
    code: back.code,
    redirect_uri: redirectUri(),
    ...(state.verifier === null ? {} : { code_verifier: state.verifier }),
  });
  if (tokens.refreshToken === undefined) {
    throw refuse("no-refresh-token", "The vendor gave no refresh token.", "Check the scopes of the app registration.");
  }
  const accounts = await discover(client, tokens);
  return await store(back, state, client.connector, app, accounts, { ...tokens, refreshToken: tokens.refreshToken });
}

interface State {
  connector: string;
  appId: string;
  connectionId: string | null;
  verifier: string | null;
}

/** Single use, by the same session in the same organisation, within its time. */
async function consumeState(back: Return): Promise<State> {
  const stateHash = hashOfState(back.state);
  const row = await withOrgSql(back.orgId, async (client) => {
    const { rows } = await client.query<{
      connector: string;
      app_id: string;
      connection_id: string | null;
      sealed_pkce: string | null;
    }>(
      `update oauth_state set consumed_at = $4
        where org_id = $1 and state_hash = $2 and session_id = $3 and consumed_at is null and expires_at > $4
        returning connector, app_id, connection_id, sealed_pkce`,
      [back.orgId, stateHash, back.sessionId, clock.now()],
    );
    return rows[0];
  });
  if (!row)
    throw refuse(
      "state-not-valid",
      "This answer does not belong to a consent that you have started.",
      "Connect again.",
    );
  const verifier = row.sealed_pkce && (await openText(back.orgId, pkcePurpose(stateHash), row.sealed_pkce));
  return { connector: row.connector, appId: row.app_id, connectionId: row.connection_id, verifier };
}

interface App {
  environment: Environment;
  origin: string;
}

async function appOf(orgId: string, state: State): Promise<{ client: OAuthClient; app: App }> {
  const connector = connectorOf(state.connector);
  const found = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ client_id: string; environment: string; origin: string | null }>(
      `select a.client_id, a.environment,
              (select c.origin from connection c where c.org_id = a.org_id and c.app_id = a.id limit 1) as origin
         from app_registration a where a.org_id = $1 and a.id = $2 and a.connector = $3`,
      [orgId, state.appId, connector.id],
    );
    return rows[0];
  });
  if (!found) throw refuse("app-gone", "The app registration is gone.", "Connect again.");
  const environment: Environment = found.environment === "live" ? "live" : "sandbox";
  const origin = environment === "live" ? connector.connection.baseUrl : (found.origin ?? "");
  return {
    client: {
      connector,
      target: vendorTarget(connector, environment, origin),
      clientId: found.client_id,
      clientSecret: await open(orgId, { ownerId: state.appId, field: secretFields.clientSecret }),
    },
    app: { environment, origin },
  };
}

async function discover(client: OAuthClient, tokens: Tokens): Promise<VendorAccount[]> {
  const { connection } = client.connector;
  const http = createHttp({
    target: client.target,
    baseUrl: connection.baseUrl,
    headers: {},
    credential: { token: async () => tokens.accessToken, renew: async () => null, giveUp: async () => {} },
  });
  return await connection.discoverAccounts(http, tokens.accessToken);
}

/**
 * One connection per consent: where it covers several accounts, the first that is not connected yet. An account that is
 * connected under this app already is connected again, never twice.
 */
async function store(
  back: Return,
  state: State,
  connector: ConnectorDefinition,
  app: App,
  accounts: VendorAccount[],
  tokens: Tokens & { refreshToken: string },
): Promise<{ connectionId: string }> {
  const { orgId } = back;
  const known = await connectionsOf(orgId, state.appId);
  const wanted = state.connectionId === null ? null : known.find(({ id }) => id === state.connectionId);
  if (wanted === undefined) throw refuse("connection-gone", "The connection is gone.", "Connect anew.");
  const account = wanted
    ? accounts.find(({ id }) => id === wanted.accountId)
    : (accounts.find(({ id }) => !known.some((one) => one.accountId === id)) ?? accounts[0]);
  if (!account) {
    throw wanted
      ? refuse(
          "other-account",
          "You allowed access to another account than the one of this connection.",
          "Sign in to the vendor with the same account, or make a new connection.",
        )
      : refuse("no-account", "This consent covers no account.", "Choose an account when you allow access.");
  }
  const existing = known.find(({ accountId }) => accountId === account.id);
  const connectionId = existing?.id ?? newId();
  const secrets: PreparedSecret[] = await Promise.all([
    prepareSecret(orgId, { ownerId: connectionId, field: secretFields.accessToken }, tokens.accessToken),
    prepareSecret(orgId, { ownerId: connectionId, field: secretFields.refreshToken }, tokens.refreshToken),
  ]);
  const expiresAt = new Date(clock.now().getTime() + tokens.expiresInMs);
  await withOrgSql(orgId, async (client) => {
    if (existing) {
      await client.query(
        `update connection set state = 'connected', state_reason = '', account_name = $3, token_expires_at = $4,
                refresh_epoch = refresh_epoch + 1, refresh_lease_until = null, updated_at = now()
          where org_id = $1 and id = $2`,
        [orgId, connectionId, account.name, expiresAt],
      );
    } else {
      await client.query(
        `insert into connection (org_id, id, app_id, connector, environment, name, account_id, account_name, origin, token_expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          orgId,
          connectionId,
          state.appId,
          connector.id,
          app.environment,
          account.name,
          account.id,
          account.name,
          app.origin,
          expiresAt,
        ],
      );
    }
    for (const secret of secrets) await storeSecret(client, orgId, secret);
    await recordAudit(client, {
      orgId,
      userId: back.userId,
      role: back.role,
      action: existing ? "connection.reconnected" : "connection.created",
      object: `connection:${connectionId}`,
      detail: { connector: connector.id, environment: app.environment, account: account.id },
    });
  });
  forgetConnection(orgId, connectionId);
  await resumeConnection(orgId, connectionId);
  return { connectionId };
}

async function connectionsOf(orgId: string, appId: string): Promise<{ id: string; accountId: string }[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; account_id: string }>(
      "select id, account_id from connection where org_id = $1 and app_id = $2 order by created_at, id",
      [orgId, appId],
    );
    return rows.map((row) => ({ id: row.id, accountId: row.account_id }));
  });
}

const refuse = (code: string, message: string, fix: string): Fault =>
  new Fault({ kind: "rejected", code, message, fix });
