import { emptyFlow, type FlowDocument } from "#nodes/_core/flow/flow.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { publishLive } from "#server/monitor/live.ts";
import { checkReferences } from "./check-references.ts";
import type { Actor } from "./flow-row.ts";

export interface NewFlow {
  name: string;
  /** Absent: an empty canvas. */
  document?: FlowDocument;
  templateId?: string;
}

export async function createFlow(actor: Actor, flow: NewFlow): Promise<{ id: string }> {
  const id = newId();
  const document = flow.document ? { ...flow.document, name: flow.name } : emptyFlow(flow.name);
  await withOrgSql(actor.orgId, async (client) => {
    await checkReferences(client, actor.orgId, document);
    await client.query(
      `insert into flow (org_id, id, name, draft, template_id, created_by) values ($1, $2, $3, $4, $5, $6)`,
      [actor.orgId, id, flow.name, JSON.stringify(document), flow.templateId ?? null, actor.userId],
    );
    await recordAudit(client, { ...actor, action: "flow.created", object: `flow:${id}`, detail: { name: flow.name } });
  });
  publishLive(actor.orgId, "flow", [id]);
  return { id };
}
