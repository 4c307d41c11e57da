import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { type FlowRow, readFlow } from "./flow-row.ts";
import { readVersion } from "./versions.ts";

export interface OpenFlow extends FlowRow {
  hasChanges: boolean;
  /** The graph that runs, for the comparison on the canvas. */
  liveDocument: FlowDocument | null;
}

export async function getFlow(orgId: string, id: string): Promise<OpenFlow> {
  return await withOrgSql(orgId, async (client) => {
    const flow = await readFlow(client, orgId, id);
    const live = flow.liveVersion === null ? null : await readVersion(client, orgId, id, flow.liveVersion);
    const hasChanges = live === null || JSON.stringify(live) !== JSON.stringify(flow.document);
    return { ...flow, hasChanges, liveDocument: live };
  });
}
