import type pg from "pg";
import { newId, timeOfId } from "#server/db/uuid.ts";

/** Who did what to which object. No secret and no payload in `detail`. */
export interface AuditEntry {
  orgId: string;
  /** Null: the installation itself. */
  userId: string | null;
  role: string | null;
  /** `flow.published`, `connection.created`: noun, dot, what happened. */
  action: string;
  /** `flow:<id>` */
  object: string;
  detail: Record<string, unknown>;
}

/** Written in the action's own transaction: there is no action without its entry, and no entry without its action. */
export async function recordAudit(client: pg.PoolClient, entry: AuditEntry): Promise<void> {
  const id = newId();
  await client.query(
    "insert into audit (org_id, id, created_at, user_id, role, action, object, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    [entry.orgId, id, timeOfId(id), entry.userId, entry.role, entry.action, entry.object, JSON.stringify(entry.detail)],
  );
}
