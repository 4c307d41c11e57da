import type pg from "pg";
import { FlowDocument } from "#nodes/_core/flow/flow.ts";

const cached = new Map<string, FlowDocument>();
const cachedMost = 2_000;

/** A published graph. Versions never change, so a process keeps those it uses; keys carry the organisation. */
export async function loadVersion(
  client: pg.PoolClient,
  orgId: string,
  flowId: string,
  version: number,
): Promise<FlowDocument> {
  const key = `${orgId} ${flowId} ${version}`;
  const known = cached.get(key);
  if (known) return known;
  const { rows } = await client.query<{ graph: unknown }>({
    name: "load-version",
    text: "select graph from flow_version where org_id = $1 and flow_id = $2 and version = $3",
    values: [orgId, flowId, version],
  });
  const graph = FlowDocument.parse(rows[0]?.graph);
  const oldest = cached.keys().next();
  if (cached.size >= cachedMost && !oldest.done) cached.delete(oldest.value);
  cached.set(key, graph);
  return graph;
}
