import type pg from "pg";
import { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { noFlow } from "./flow-row.ts";

export interface VersionSummary {
  version: number;
  publishedAt: Date;
  publishedBy: string | null;
  note: string;
  nodes: number;
}

export async function listVersions(orgId: string, flowId: string): Promise<VersionSummary[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{
      version: number;
      published_at: Date;
      published_by: string | null;
      note: string;
      nodes: number;
    }>(
      `select v.version, v.published_at, u.name as published_by, v.note, json_array_length(v.graph -> 'nodes') as nodes
         from flow_version v left join auth_user u on u.id = v.published_by
        where v.org_id = $1 and v.flow_id = $2 order by v.version desc`,
      [orgId, flowId],
    );
    return rows.map((row) => ({
      version: row.version,
      publishedAt: row.published_at,
      publishedBy: row.published_by,
      note: row.note,
      nodes: row.nodes,
    }));
  });
}

/** The graph of one version: what a run of it was made with. */
export async function getVersion(orgId: string, flowId: string, version: number): Promise<FlowDocument> {
  const found = await withOrgSql(orgId, (client) => readVersion(client, orgId, flowId, version));
  if (found) return found;
  throw noFlow();
}

export async function readVersion(
  client: pg.PoolClient,
  orgId: string,
  flowId: string,
  version: number,
): Promise<FlowDocument | null> {
  const { rows } = await client.query<{ graph: unknown }>(
    "select graph from flow_version where org_id = $1 and flow_id = $2 and version = $3",
    [orgId, flowId, version],
  );
  return rows[0] ? FlowDocument.parse(rows[0].graph) : null;
}
