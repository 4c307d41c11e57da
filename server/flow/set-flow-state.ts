import { Fault } from "#nodes/_core/fault.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { publishLive } from "#server/monitor/live.ts";
import { type Actor, lockFlow } from "./flow-row.ts";

/**
 * Switches a published flow off and on. Off: nothing starts; runs under way finish. On: triggers of the live version listen
 * again, and polls go on from where they stopped.
 */
export async function setFlowState(actor: Actor, flowId: string, state: "live" | "paused"): Promise<void> {
  await withOrgSql(actor.orgId, async (client) => {
    const flow = await lockFlow(client, actor.orgId, flowId);
    if (flow.liveVersion === null) {
      throw new Fault({
        kind: "rejected",
        code: "not-published",
        message: "This flow was never published.",
        fix: "Publish it first.",
      });
    }
    if (flow.state === state) return;
    await client.query("update flow set state = $3, updated_at = now() where org_id = $1 and id = $2", [
      actor.orgId,
      flowId,
      state,
    ]);
    await client.query(
      `update trigger set active = $4, poll_due_at = case when polls and $4 then mr_now() end
        where org_id = $1 and flow_id = $2 and version = $3`,
      [actor.orgId, flowId, flow.liveVersion, state === "live"],
    );
    await recordAudit(client, {
      ...actor,
      action: `flow.${state === "live" ? "resumed" : "paused"}`,
      object: `flow:${flowId}`,
      detail: {},
    });
  });
  publishLive(actor.orgId, "flow", [flowId]);
}
