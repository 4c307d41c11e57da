import type pg from "pg";
import { checkFlow } from "#nodes/_core/flow/check-flow.ts";
import { expressionsOf } from "#nodes/_core/flow/expressions-of.ts";
import type { FlowDocument, FlowNode } from "#nodes/_core/flow/flow.ts";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { Problem } from "#nodes/_core/flow/problem.ts";
import { catalogue } from "#nodes/catalogue.ts";
import { findTrigger } from "#nodes/registry.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { clock } from "#server/clock.ts";
import { listConnections } from "#server/connections/connection-row.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { checkExpression } from "#server/evaluate/evaluate.ts";
import { publishLive } from "#server/monitor/live.ts";
import { checkReferences } from "./check-references.ts";
import { type Actor, lockFlow } from "./flow-row.ts";
import { getFlow } from "./get-flow.ts";

/** The reference engine that this version's mappings were checked with and run on. */
const engine = "jsonata 2.2.2";

export type Published =
  | { kind: "published"; version: number; warnings: Problem[] }
  /** Nothing changed: these must be mended first. */
  | { kind: "refused"; problems: Problem[] }
  /** Somebody saved while it was being checked. */
  | { kind: "changed" };

/**
 * Makes the draft the live version: an immutable graph that runs from now on are made with, and its triggers. A trigger
 * that was there before keeps its poll cursor, so that publishing loses nothing; one that is gone stops.
 */
export async function publishFlow(actor: Actor, flowId: string, note = ""): Promise<Published> {
  const { orgId } = actor;
  const draft = await getFlow(orgId, flowId);
  const problems = await problemsOf(orgId, draft.document);
  if (problems.some(({ severity }) => severity === "error")) return { kind: "refused", problems };

  const version = await withOrgSql(orgId, async (client) => {
    const flow = await lockFlow(client, orgId, flowId);
    if (flow.rev !== draft.rev) return null;
    await checkReferences(client, orgId, flow.document);
    const { rows } = await client.query<{ version: number }>(
      `insert into flow_version (org_id, flow_id, version, graph, note, warnings, engine, published_by)
       select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 from flow_version where org_id = $1 and flow_id = $2
       returning version`,
      [orgId, flowId, JSON.stringify(flow.document), note, JSON.stringify(problems), engine, actor.userId],
    );
    const made = rows[0]?.version ?? 1;
    await client.query(
      "update flow set live_version = $3, state = 'live', updated_at = now() where org_id = $1 and id = $2",
      [orgId, flowId, made],
    );
    await writeTriggers(client, orgId, flowId, made, flow.document);
    await recordAudit(client, {
      ...actor,
      action: "flow.published",
      object: `flow:${flowId}`,
      detail: { version: made, note },
    });
    return made;
  });
  if (version === null) return { kind: "changed" };
  publishLive(orgId, "flow", [flowId]);
  return { kind: "published", version, warnings: problems };
}

/** What `checkFlow` says of a document with this organisation's connections, expressions parsed by the engine itself. */
export async function problemsOf(orgId: string, document: FlowDocument): Promise<Problem[]> {
  const verdicts = new Map<string, { message: string; position: number } | null>();
  for (const { text } of expressionsOf(document)) {
    if (verdicts.has(text)) continue;
    const wrong = await checkExpression(orgId, text);
    verdicts.set(text, wrong && { message: wrong.message, position: wrong.position ?? 0 });
  }
  const connections = await listConnections(orgId);
  return checkFlow(document, {
    catalogue,
    connections,
    checkExpression: (text) => verdicts.get(text) ?? null,
  });
}

async function writeTriggers(
  client: pg.PoolClient,
  orgId: string,
  flowId: string,
  version: number,
  document: FlowDocument,
): Promise<void> {
  const triggers = document.nodes.filter(
    (node) => !node.disabled && findNodeType(catalogue, node.type)?.kind === "trigger",
  );
  await client.query(
    "update trigger set active = false where org_id = $1 and flow_id = $2 and node_id <> all ($3::text[])",
    [orgId, flowId, triggers.map((node) => node.id)],
  );
  for (const node of triggers) await writeTrigger(client, orgId, flowId, version, document, node);
}

async function writeTrigger(
  client: pg.PoolClient,
  orgId: string,
  flowId: string,
  version: number,
  document: FlowDocument,
  node: FlowNode,
): Promise<void> {
  const poll = findTrigger(node.type)?.trigger.poll ?? null;
  // a cursor speaks of one account's records: it is kept unless the trigger looks elsewhere now
  await client.query(
    `insert into trigger (org_id, flow_id, node_id, version, type, connector, connection_id, config, class, polls, cursor, poll_due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $10 then mr_now() end)
     on conflict (org_id, flow_id, node_id) do update
       set version = excluded.version, type = excluded.type, connector = excluded.connector,
           connection_id = excluded.connection_id, config = excluded.config, class = excluded.class, active = true,
           polls = excluded.polls, poll_due_at = excluded.poll_due_at, poll_failures = 0, last_fault = null,
           cursor = case when trigger.type = excluded.type and trigger.connection_id is not distinct from excluded.connection_id
                         then coalesce(trigger.cursor, excluded.cursor) else excluded.cursor end`,
    [
      orgId,
      flowId,
      node.id,
      version,
      node.type,
      node.type.split("/")[0],
      node.connection,
      JSON.stringify(node.config),
      document.class,
      poll !== null,
      poll && JSON.stringify(poll.start(clock.now())),
    ],
  );
}
