import { createHash, randomBytes } from "node:crypto";
import { Fault } from "#nodes/_core/fault.ts";
import { clock } from "#server/clock.ts";
import { type Environment, loadConnection } from "#server/connections/connection-row.ts";
import { connectorOf } from "#server/connections/connector-of.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { vendorTarget } from "#server/egress/vendor-target.ts";
import { settings } from "#server/settings.ts";
import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";
import { sealText } from "#server/vault/seal-text.ts";
import { redirectUri } from "./redirect-uri.ts";

export interface Begin {
  orgId: string;
  /** The answer is only taken from the same session. */
  sessionId: string;
  connector: string;
  environment: Environment;
  /** To connect an existing connection again; it must come back with the same vendor account. */
  connectionId: string | null;
}

/** Starts a consent: the address at the vendor to which the browser goes. */
export async function beginConnect(begin: Begin): Promise<{ url: string }> {
  const { orgId } = begin;
  const connector = connectorOf(begin.connector);
  const { auth } = connector.connection;
  const app = await appFor(begin);
  const target = vendorTarget(connector, begin.environment, app.origin);

  const state = randomBytes(32).toString("base64url");
  const stateHash = hashOfState(state);
  const verifier = auth.pkce ? randomBytes(32).toString("base64url") : null;
  const sealed = verifier && (await sealText(orgId, pkcePurpose(stateHash), verifier));
  const now = clock.now();
  await withOrgSql(orgId, async (client) => {
    await client.query("delete from oauth_state where org_id = $1 and expires_at < $2", [orgId, now]);
    await client.query(
      `insert into oauth_state (org_id, state_hash, session_id, connector, app_id, connection_id, sealed_pkce, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        orgId,
        stateHash,
        begin.sessionId,
        connector.id,
        app.id,
        begin.connectionId,
        sealed,
        new Date(now.getTime() + settings.oauth.stateTtlMs),
      ],
    );
  });

  const url = target.at(auth.authorizeUrl);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("client_id", app.clientId);
  url.searchParams.set("redirect_uri", redirectUri());
  url.searchParams.set("scope", auth.scopes.join(" "));
  url.searchParams.set("state", state);
  if (verifier) {
    url.searchParams.set("code_challenge", createHash("sha256").update(verifier).digest("base64url"));
    url.searchParams.set("code_challenge_method", "S256");
  }
  return { url: url.href };
}

export const hashOfState = (state: string): Buffer => createHash("sha256").update(state).digest();
export const pkcePurpose = (stateHash: Buffer): string => `pkce ${stateHash.toString("hex")}`;

interface App {
  id: string;
  clientId: string;
  /** Of a sandbox: its twin's. */
  origin: string;
}

async function appFor({ orgId, connector, environment, connectionId }: Begin): Promise<App> {
  if (connectionId !== null) {
    const row = await loadConnection(orgId, connectionId);
    if (row.connector !== connector || row.environment !== environment) throw noApp(connector);
    return { id: row.appId, clientId: row.clientId, origin: row.origin };
  }
  const sandbox =
    environment === "sandbox" ? (await ensureSandbox(orgId)).find(({ vendor }) => vendor === connector) : undefined;
  const app = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; client_id: string }>(
      `select id, client_id from app_registration
        where org_id = $1 and connector = $2 and environment = $3 and ($4::uuid is null or id = $4) order by created_at limit 1`,
      [orgId, connector, environment, sandbox?.appId ?? null],
    );
    return rows[0];
  });
  if (!app) throw noApp(connector);
  return { id: app.id, clientId: app.client_id, origin: sandbox?.origin ?? "" };
}

const noApp = (connector: string): Fault =>
  new Fault({
    kind: "rejected",
    code: "no-app-registration",
    message: `There is no app registration for ${connector} yet.`,
    fix: "An administrator registers an app at the vendor and enters its client id and secret.",
  });
