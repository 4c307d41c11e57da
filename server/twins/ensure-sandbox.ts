import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { TwinTokens } from "#nodes/_kit/twin/twin.ts";
import { connectors } from "#nodes/registry.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { clock } from "#server/clock.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { forgetConnection } from "#server/egress/open-connection.ts";
import { type PreparedSecret, prepareSecret, storeSecret } from "#server/vault/seal.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { twinBase } from "./twin-base.ts";
import { enterTwin } from "./twin-lane.ts";

/** What an organisation's sandbox of one vendor consists of. */
export interface Sandbox {
  vendor: string;
  connectionId: string;
  appId: string;
  /** Door for the twin's webhooks: `/hooks/<endpointId>`. */
  endpointId: string;
  endpointUrl: string;
  /** Of the twin, with its path. */
  origin: string;
  accountId: string;
}

/**
 * Every connector's twin of this organisation, with app, webhook door and a connection that works. Safe to call again: it
 * makes what is missing and moves addresses when the installation's own has changed (`base`, without a slash at the end).
 */
export async function ensureSandbox(orgId: string, base: string = twinBase()): Promise<Sandbox[]> {
  const sandboxes: Sandbox[] = [];
  for (const connector of connectors) sandboxes.push(await ensureOne(orgId, connector, base));
  return sandboxes;
}

async function ensureOne(orgId: string, connector: ConnectorDefinition, base: string): Promise<Sandbox> {
  const found = await withOrgSql(orgId, (client) => moveTo(client, orgId, connector.id, base));
  if (found) {
    forgetConnection(orgId, found.connectionId);
    return found;
  }
  const twin = await withOrgSql(orgId, (client) => ensureTwin(client, orgId, connector));
  const door = { orgId, vendor: connector.id };
  const origin = originOf(base, connector.id, twin.key);
  const tokens = await enterTwin(door, async (visit) => {
    const context = visit.context(origin, []);
    if (!(await visit.store.get(own, "seeded"))) {
      await visit.definition.seed(context);
      await visit.store.put(own, "seeded", { at: clock.now().toISOString() });
    }
    return await visit.definition.grant(context);
  });

  const ids = { app: newId(), connection: newId(), endpoint: randomBytes(24).toString("base64url") };
  const secrets = await sandboxSecrets(orgId, ids, twin.secret, tokens);
  await withOrgSql(orgId, async (client) => {
    // two callers at once: the second finds the first one's
    await client.query("select 1 from twin where org_id = $1 and vendor = $2 for update", [orgId, connector.id]);
    if (await moveTo(client, orgId, connector.id, base)) return;
    await client.query(
      `insert into app_registration (org_id, id, connector, environment, name, client_id) values ($1, $2, $3, 'sandbox', $4, $5)`,
      [orgId, ids.app, connector.id, `${connector.title} sandbox app`, twin.clientId],
    );
    await client.query("insert into endpoint (org_id, id, app_id, connector, url) values ($1, $2, $3, $4, $5)", [
      orgId,
      ids.endpoint,
      ids.app,
      connector.id,
      doorUrl(base, ids.endpoint),
    ]);
    await client.query(
      `insert into connection (org_id, id, app_id, connector, environment, name, account_id, account_name, origin, token_expires_at)
       values ($1, $2, $3, $4, 'sandbox', $5, $6, $7, $8, $9)`,
      [
        orgId,
        ids.connection,
        ids.app,
        connector.id,
        `${connector.title} sandbox`,
        twin.accountId,
        twin.accountName,
        origin,
        new Date(clock.now().getTime() + tokens.expiresInSeconds * 1_000),
      ],
    );
    for (const secret of secrets) await storeSecret(client, orgId, secret);
    await recordAudit(client, {
      orgId,
      userId: null,
      role: null,
      action: "sandbox.created",
      object: `connection:${ids.connection}`,
      detail: { connector: connector.id },
    });
  });
  const made = await withOrgSql(orgId, (client) => moveTo(client, orgId, connector.id, base));
  if (!made) throw new Error(`The sandbox of ${connector.id} could not be made`);
  return made;
}

const own = "_host";

interface Twin {
  key: string;
  clientId: string;
  secret: string;
  accountId: string;
  accountName: string;
}

async function ensureTwin(client: pg.PoolClient, orgId: string, connector: ConnectorDefinition): Promise<Twin> {
  const account = sandboxAccount(orgId, connector);
  const random = () => randomBytes(24).toString("base64url");
  await client.query(
    `insert into twin (org_id, vendor, key, account_id, account_name, client_id, client_secret)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (org_id, vendor) do nothing`,
    [
      orgId,
      connector.id,
      random(),
      account.id,
      account.name,
      randomBytes(16).toString("hex"),
      randomBytes(32).toString("hex"),
    ],
  );
  const { rows } = await client.query<{
    key: string;
    client_id: string;
    client_secret: string;
    account_id: string;
    account_name: string;
  }>("select key, client_id, client_secret, account_id, account_name from twin where org_id = $1 and vendor = $2", [
    orgId,
    connector.id,
  ]);
  const [row] = rows;
  if (!row) throw new Error(`The twin of ${connector.id} could not be made`);
  return {
    key: row.key,
    clientId: row.client_id,
    secret: row.client_secret,
    accountId: row.account_id,
    accountName: row.account_name,
  };
}

/** The sandbox that is there already, its addresses brought up to date; null: none. */
async function moveTo(client: pg.PoolClient, orgId: string, vendor: string, base: string): Promise<Sandbox | null> {
  const { rows } = await client.query<{
    key: string;
    connection_id: string;
    app_id: string;
    endpoint_id: string;
    account_id: string;
    origin: string;
    url: string;
  }>(
    `select t.key, c.id as connection_id, a.id as app_id, e.id as endpoint_id, c.account_id, c.origin, e.url
       from twin t
       join app_registration a on a.org_id = t.org_id and a.connector = t.vendor and a.client_id = t.client_id
       join endpoint e on e.org_id = a.org_id and e.app_id = a.id
       join connection c on c.org_id = a.org_id and c.app_id = a.id and c.account_id = t.account_id
      where t.org_id = $1 and t.vendor = $2 order by c.created_at, c.id limit 1`,
    [orgId, vendor],
  );
  const [row] = rows;
  if (!row) return null;
  const origin = originOf(base, vendor, row.key);
  const endpointUrl = doorUrl(base, row.endpoint_id);
  if (row.origin !== origin || row.url !== endpointUrl) {
    await client.query("update connection set origin = $3, updated_at = now() where org_id = $1 and app_id = $2", [
      orgId,
      row.app_id,
      origin,
    ]);
    await client.query("update endpoint set url = $3 where org_id = $1 and id = $2", [
      orgId,
      row.endpoint_id,
      endpointUrl,
    ]);
  }
  return {
    vendor,
    connectionId: row.connection_id,
    appId: row.app_id,
    endpointId: row.endpoint_id,
    endpointUrl,
    origin,
    accountId: row.account_id,
  };
}

/** Vendors sign webhooks with the app's secret, so the twin's serves for both. */
function sandboxSecrets(
  orgId: string,
  ids: { app: string; connection: string },
  clientSecret: string,
  tokens: TwinTokens,
): Promise<PreparedSecret[]> {
  return Promise.all([
    prepareSecret(orgId, { ownerId: ids.app, field: secretFields.clientSecret }, clientSecret),
    prepareSecret(orgId, { ownerId: ids.app, field: secretFields.webhookSecret }, clientSecret),
    prepareSecret(orgId, { ownerId: ids.connection, field: secretFields.accessToken }, tokens.accessToken),
    prepareSecret(orgId, { ownerId: ids.connection, field: secretFields.refreshToken }, tokens.refreshToken),
  ]);
}

const originOf = (base: string, vendor: string, key: string): string => `${base}/twin/${vendor}/${key}`;
const doorUrl = (base: string, endpointId: string): string => `${base}/hooks/${endpointId}`;

/** The account a twin plays: the same for one organisation for ever, and in the form the vendor uses. */
function sandboxAccount(orgId: string, connector: ConnectorDefinition): { id: string; name: string } {
  const digest = createHash("sha256").update(`${orgId} ${connector.id}`).digest();
  const hex = digest.toString("hex");
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const digits = String(10_000_000 + (digest.readUInt32BE(0) % 90_000_000));
  return { id: numericAccounts.has(connector.id) ? digits : uuid, name: `${connector.title} sandbox` };
}

/** HubSpot numbers its portals; other vendors use UUIDs. */
const numericAccounts = new Set(["hubspot"]);
