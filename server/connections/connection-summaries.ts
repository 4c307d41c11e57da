import { connectors } from "#nodes/registry.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { type ConnectionRow, listConnections } from "./connection-row.ts";

/** A connection as people see it. Nothing secret, not even the last characters of a token. */
export interface ConnectionSummary {
  id: string;
  connector: string;
  connectorTitle: string;
  environment: ConnectionRow["environment"];
  name: string;
  account: { id: string; name: string };
  state: ConnectionRow["state"];
  stateReason: string;
  /** Where the vendor sends its webhooks: one door per app registration. */
  webhookUrl: string | null;
  /** Live flows that use it. */
  usedBy: number;
  createdAt: Date;
}

export interface ConnectorSummary {
  id: string;
  title: string;
  category: string;
  apiVersion: string;
  /** There is an app registration for the live environment. */
  hasLiveApp: boolean;
}

export async function connectionSummaries(
  orgId: string,
): Promise<{ connections: ConnectionSummary[]; connectors: ConnectorSummary[] }> {
  const rows = await listConnections(orgId);
  const more = await withOrgSql(orgId, async (client) => {
    const { rows: details } = await client.query<{ id: string; url: string | null; used_by: number; created_at: Date }>(
      `select c.id, c.created_at,
              (select e.url from endpoint e where e.org_id = c.org_id and e.app_id = c.app_id order by e.created_at limit 1) as url,
              (select count(distinct f.id)::int from flow f
                 join flow_version v on v.org_id = f.org_id and v.flow_id = f.id and v.version = f.live_version
                where f.org_id = c.org_id and f.state = 'live' and exists (
                  select 1 from json_array_elements(v.graph -> 'nodes') as n (node) where n.node ->> 'connection' = c.id::text)) as used_by
         from connection c where c.org_id = $1`,
      [orgId],
    );
    const apps = await client.query<{ connector: string }>(
      "select distinct connector from app_registration where org_id = $1 and environment = 'live'",
      [orgId],
    );
    return {
      details: new Map(details.map((detail) => [detail.id, detail])),
      live: new Set(apps.rows.map((app) => app.connector)),
    };
  });
  return {
    connections: rows.map((row) => ({
      id: row.id,
      connector: row.connector,
      connectorTitle: connectors.find(({ id }) => id === row.connector)?.title ?? row.connector,
      environment: row.environment,
      name: row.name,
      account: row.account,
      state: row.state,
      stateReason: row.stateReason,
      webhookUrl: more.details.get(row.id)?.url ?? null,
      usedBy: more.details.get(row.id)?.used_by ?? 0,
      createdAt: more.details.get(row.id)?.created_at ?? new Date(0),
    })),
    connectors: connectors.map(({ id, title, category, apiVersion }) => ({
      id,
      title,
      category,
      apiVersion,
      hasLiveApp: more.live.has(id),
    })),
  };
}
