import { withOrgSql } from "#server/db/with-org.ts";
import { type Actor, readFlow } from "./flow-row.ts";
import { saveDraft } from "./save-draft.ts";

/** An edit like any other, so that an open canvas sees it; it meets nobody's, and the last name wins. */
export async function renameFlow(actor: Actor, flowId: string, name: string): Promise<{ rev: number }> {
  const { rev } = await withOrgSql(actor.orgId, (client) => readFlow(client, actor.orgId, flowId));
  const saved = await saveDraft(actor, { flowId, baseRev: rev, operations: [{ kind: "rename-flow", name }] });
  return saved.kind === "saved" ? { rev: saved.rev } : await renameFlow(actor, flowId, name);
}
