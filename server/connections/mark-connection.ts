import { withOrgSql } from "#server/db/with-org.ts";
import type { ConnectionState } from "./connection-row.ts";

/** What the owner sees at the connection: that it works, or why somebody must connect it again. */
export async function markConnection(orgId: string, id: string, state: ConnectionState, reason: string): Promise<void> {
  await withOrgSql(orgId, (client) =>
    client.query(
      `update connection set state = $3, state_reason = $4, updated_at = now()
        where org_id = $1 and id = $2 and (state, state_reason) is distinct from ($3, $4)`,
      [orgId, id, state, reason],
    ),
  );
}
