import type { JsonSchema } from "#nodes/_core/json.ts";
import type { TwinView } from "#nodes/_kit/twin/twin.ts";
import { connectors } from "#nodes/registry.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export interface TwinSummary {
  vendor: string;
  title: string;
  accountId: string;
  accountName: string;
  views: TwinView[];
  gestures: { id: string; title: string; on: string | null; input: JsonSchema }[];
}

/** The sandboxes of an organisation, with what can be seen and done in them. */
export async function listTwins(orgId: string): Promise<TwinSummary[]> {
  const rows = await withOrgSql(orgId, async (client) => {
    const found = await client.query<{ vendor: string; account_id: string; account_name: string }>(
      "select vendor, account_id, account_name from twin where org_id = $1 order by vendor",
      [orgId],
    );
    return found.rows;
  });
  return rows.flatMap((row) => {
    const connector = connectors.find(({ id }) => id === row.vendor);
    if (!connector) return [];
    const { views, gestures } = connector.twin;
    return [
      {
        vendor: row.vendor,
        title: connector.title,
        accountId: row.account_id,
        accountName: row.account_name,
        views,
        gestures: gestures.map(({ id, title, on, input }) => ({ id, title, on: on ?? null, input })),
      },
    ];
  });
}
