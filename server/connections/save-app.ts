import { randomBytes } from "node:crypto";
import { recordAudit } from "#server/audit/record-audit.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { readLaunchEnv } from "#server/env.ts";
import type { Actor } from "#server/flow/flow-row.ts";
import { prepareSecret, storeSecret } from "#server/vault/seal.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { connectorOf } from "./connector-of.ts";

export interface AppInput {
  connector: string;
  clientId: string;
  clientSecret: string;
  /** Where the vendor signs webhooks with another secret than the client's. */
  webhookSecret: string | null;
}

/** The organisation's own app at a vendor: what live connections are authorised under, and the door of its webhooks. */
export async function saveApp(actor: Actor, app: AppInput): Promise<{ appId: string; webhookUrl: string }> {
  const { orgId } = actor;
  const connector = connectorOf(app.connector);
  const existing = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "select id from app_registration where org_id = $1 and connector = $2 and environment = 'live' order by created_at limit 1",
      [orgId, connector.id],
    );
    return rows[0]?.id;
  });
  const appId = existing ?? newId();
  const secrets = await Promise.all([
    prepareSecret(orgId, { ownerId: appId, field: secretFields.clientSecret }, app.clientSecret),
    prepareSecret(orgId, { ownerId: appId, field: secretFields.webhookSecret }, app.webhookSecret ?? app.clientSecret),
  ]);
  const webhookUrl = await withOrgSql(orgId, async (client) => {
    await client.query(
      `insert into app_registration (org_id, id, connector, environment, name, client_id) values ($1, $2, $3, 'live', $4, $5)
       on conflict (org_id, id) do update set client_id = excluded.client_id`,
      [orgId, appId, connector.id, `${connector.title} app`, app.clientId],
    );
    for (const secret of secrets) await storeSecret(client, orgId, secret);
    await recordAudit(client, {
      ...actor,
      action: "app.saved",
      object: `app:${appId}`,
      detail: { connector: connector.id },
    });
    const doors = await client.query<{ url: string }>(
      "select url from endpoint where org_id = $1 and app_id = $2 limit 1",
      [orgId, appId],
    );
    if (doors.rows[0]) return doors.rows[0].url;
    const id = randomBytes(24).toString("base64url");
    const url = `${readLaunchEnv().baseUrl}/hooks/${id}`;
    await client.query("insert into endpoint (org_id, id, app_id, connector, url) values ($1, $2, $3, $4, $5)", [
      orgId,
      id,
      appId,
      connector.id,
      url,
    ]);
    return url;
  });
  return { appId, webhookUrl };
}
