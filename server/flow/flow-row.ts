import type pg from "pg";
import { Fault } from "#nodes/_core/fault.ts";
import { FlowDocument } from "#nodes/_core/flow/flow.ts";

/** `draft`: never published. `paused`: published, but nothing starts. */
export type FlowState = "draft" | "live" | "paused";

export interface FlowRow {
  id: string;
  name: string;
  state: FlowState;
  rev: number;
  liveVersion: number | null;
  templateId: string | null;
  document: FlowDocument;
  createdAt: Date;
  updatedAt: Date;
}

/** Who acts. The organisation comes from the session, never from input. */
export interface Actor {
  orgId: string;
  userId: string;
  role: string;
}

/** Locked until the end of the transaction, so that two savers of one flow come one after the other. */
export async function lockFlow(client: pg.PoolClient, orgId: string, id: string): Promise<FlowRow> {
  return await readRow(client, orgId, id, "for update");
}

export async function readFlow(client: pg.PoolClient, orgId: string, id: string): Promise<FlowRow> {
  return await readRow(client, orgId, id, "");
}

async function readRow(client: pg.PoolClient, orgId: string, id: string, lock: "" | "for update"): Promise<FlowRow> {
  const { rows } = await client.query<{
    id: string;
    name: string;
    state: string;
    draft: unknown;
    draft_rev: number;
    live_version: number | null;
    template_id: string | null;
    created_at: Date;
    updated_at: Date;
  }>(
    `select id, name, state, draft, draft_rev, live_version, template_id, created_at, updated_at
       from flow where org_id = $1 and id = $2 ${lock}`,
    [orgId, id],
  );
  const [row] = rows;
  if (!row) throw noFlow();
  return {
    id: row.id,
    name: row.name,
    state: toState(row.state),
    rev: row.draft_rev,
    liveVersion: row.live_version,
    templateId: row.template_id,
    document: FlowDocument.parse(row.draft),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export const toState = (text: string): FlowState => (text === "live" || text === "paused" ? text : "draft");

export const noFlow = (): Fault =>
  new Fault({
    kind: "rejected",
    code: "unknown-flow",
    message: "This flow does not exist.",
    fix: "Go back to the list of flows.",
  });
