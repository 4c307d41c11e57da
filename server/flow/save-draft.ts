import type pg from "pg";
import { applyOperation } from "#nodes/_core/flow/apply-operation.ts";
import { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { conflictsBetween } from "#nodes/_core/flow/touches.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { publishLive } from "#server/monitor/live.ts";
import { checkReferences } from "./check-references.ts";
import { type Actor, type FlowRow, lockFlow } from "./flow-row.ts";

export interface DraftEdit {
  flowId: string;
  /** The revision that the operations were made on. */
  baseRev: number;
  operations: FlowOperation[];
}

/** What others saved since `baseRev`. */
export interface Theirs {
  document: FlowDocument;
  rev: number;
  operations: FlowOperation[];
  /** Who made the last of them. */
  by: string | null;
}

export type Saved =
  /** `theirs`: others' edits that these were silently put on top of; null where there were none. */
  | { kind: "saved"; rev: number; theirs: Theirs | null }
  /** Both touched the same; nothing was saved. */
  | { kind: "stale"; theirs: Theirs };

/**
 * Saves edits of a draft, all or none. Edits made on an older revision are put on top of what others saved meanwhile where
 * the two touch different things; where they meet, the writer gets theirs and decides. Throws a Fault `invalid-flow` for
 * an operation that does not fit, and for a connection that is not this organisation's.
 */
export async function saveDraft(actor: Actor, edit: DraftEdit): Promise<Saved> {
  const saved = await withOrgSql(actor.orgId, async (client): Promise<Saved> => {
    const flow = await lockFlow(client, actor.orgId, edit.flowId);
    const theirs = edit.baseRev < flow.rev ? await missedBy(client, actor.orgId, flow, edit.baseRev) : null;
    if (theirs && conflictsBetween(edit.operations, theirs.operations).length > 0) return { kind: "stale", theirs };
    const document = apply(flow.document, edit.operations, theirs !== null);
    if (document === null)
      return { kind: "stale", theirs: theirs ?? (await missedBy(client, actor.orgId, flow, flow.rev)) };
    await checkReferences(client, actor.orgId, document);
    const rev = flow.rev + edit.operations.length;
    await client.query(
      `insert into flow_operation (org_id, flow_id, rev, operation, user_id)
       select $1, $2, $3 + o.position, o.operation, $5
         from unnest($4::json[]) with ordinality as o (operation, position)`,
      [actor.orgId, flow.id, flow.rev, edit.operations.map((operation) => JSON.stringify(operation)), actor.userId],
    );
    await client.query(
      "update flow set draft = $3, draft_rev = $4, name = $5, updated_at = now() where org_id = $1 and id = $2",
      [actor.orgId, flow.id, JSON.stringify(document), rev, document.name],
    );
    return { kind: "saved", rev, theirs };
  });
  if (saved.kind === "saved") publishLive(actor.orgId, "flow", [edit.flowId]);
  return saved;
}

/** Null: on top of others' edits they do not fit, although each was fine by itself (two edges that close a loop). */
function apply(document: FlowDocument, operations: FlowOperation[], isRebase: boolean): FlowDocument | null {
  try {
    const applied = operations.reduce((current, operation) => applyOperation(current, operation).document, document);
    return FlowDocument.parse(applied);
  } catch (error) {
    if (isRebase) return null;
    throw error;
  }
}

async function missedBy(client: pg.PoolClient, orgId: string, flow: FlowRow, baseRev: number): Promise<Theirs> {
  const { rows } = await client.query<{ operation: unknown; by: string | null }>(
    `select o.operation, u.name as by from flow_operation o left join auth_user u on u.id = o.user_id
      where o.org_id = $1 and o.flow_id = $2 and o.rev > $3 order by o.rev`,
    [orgId, flow.id, baseRev],
  );
  return {
    document: flow.document,
    rev: flow.rev,
    operations: rows.map(({ operation }) => FlowOperation.parse(operation)),
    by: rows.at(-1)?.by ?? null,
  };
}
