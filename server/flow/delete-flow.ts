import { Fault } from "#nodes/_core/fault.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { publishLive } from "#server/monitor/live.ts";
import { type Actor, lockFlow } from "./flow-row.ts";

/** Refused while it is live or has unfinished runs. Its runs and effects stay: they are history, and proof. */
export async function deleteFlow(actor: Actor, flowId: string): Promise<void> {
  await withOrgSql(actor.orgId, async (client) => {
    const flow = await lockFlow(client, actor.orgId, flowId);
    if (flow.state === "live") throw refuse("flow-is-live", "This flow is live.", "Pause it first.");
    const { rows } = await client.query<{ unfinished: boolean }>(
      `select exists (select 1 from run where org_id = $1 and flow_id = $2 and state not in ('done', 'cancelled', 'dead')) as unfinished`,
      [actor.orgId, flowId],
    );
    if (rows[0]?.unfinished)
      throw refuse("flow-has-runs", "This flow has runs that are not finished.", "Let them finish or cancel them.");
    await client.query("delete from flow where org_id = $1 and id = $2", [actor.orgId, flowId]);
    await recordAudit(client, {
      ...actor,
      action: "flow.deleted",
      object: `flow:${flowId}`,
      detail: { name: flow.name },
    });
  });
  publishLive(actor.orgId, "flow", [flowId]);
}

const refuse = (code: string, message: string, fix: string): Fault =>
  new Fault({ kind: "rejected", code, message, fix });
