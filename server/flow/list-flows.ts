import { withOrgSql } from "#server/db/with-org.ts";
import { type FlowState, toState } from "./flow-row.ts";

export interface FlowSummary {
  id: string;
  name: string;
  state: FlowState;
  liveVersion: number | null;
  /** The draft differs from what is live. */
  hasChanges: boolean;
  /** Types of its nodes, in drawing order: the list shows the vendors. */
  nodeTypes: string[];
  /** Runs of the last day, by state. */
  runs: Record<string, number>;
  lastRunAt: Date | null;
  updatedAt: Date;
}

export async function listFlows(orgId: string): Promise<FlowSummary[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{
      id: string;
      name: string;
      state: string;
      live_version: number | null;
      has_changes: boolean;
      node_types: string[];
      updated_at: Date;
    }>(
      `select f.id, f.name, f.state, f.live_version, f.updated_at,
              v.graph is null or f.draft::jsonb <> v.graph::jsonb as has_changes,
              array(select n.node ->> 'type' from json_array_elements(f.draft -> 'nodes') as n (node) limit 20) as node_types
         from flow f left join flow_version v on v.org_id = f.org_id and v.flow_id = f.id and v.version = f.live_version
        where f.org_id = $1 order by f.updated_at desc, f.id limit 2000`,
      [orgId],
    );
    const counted = await client.query<{ flow_id: string; state: string; count: number; last: Date }>(
      `select flow_id, state, count(*)::int as count, max(created_at) as last from run
        where org_id = $1 and created_at > (select mr_now()) - interval '1 day' group by flow_id, state`,
      [orgId],
    );
    return rows.map((row) => {
      const own = counted.rows.filter(({ flow_id }) => flow_id === row.id);
      const last = Math.max(0, ...own.map((group) => group.last.getTime()));
      return {
        id: row.id,
        name: row.name,
        state: toState(row.state),
        liveVersion: row.live_version,
        hasChanges: row.has_changes,
        nodeTypes: row.node_types,
        runs: Object.fromEntries(own.map(({ state, count }) => [state, count])),
        lastRunAt: last === 0 ? null : new Date(last),
        updatedAt: row.updated_at,
      };
    });
  });
}
