import { withOrgSql } from "#server/db/with-org.ts";
import { wrapLabels } from "./data-keys.ts";
import { unwrap, wrap } from "./envelope.ts";
import { installationKeys } from "./installation-keys.ts";

export interface RewrapProgress {
  rewrapped: number;
  /** Still under another key of the installation. Zero: the previous secret can be retired. */
  remaining: number;
}

/**
 * Moves one organisation's data keys under the installation's current key, a batch at a time. The rows themselves are the
 * cursor (which key wraps them), so a rotation that was interrupted goes on where it stopped. Sealed values stay as they
 * are: the data keys do not change.
 */
export async function rewrapKeys(orgId: string, most = 100): Promise<RewrapProgress> {
  const { current, byId } = await installationKeys();
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ version: number; kek_id: string; wrapped: string }>(
      `select version, kek_id, wrapped from org_key where org_id = $1 and kek_id <> $2
        order by version limit $3 for update skip locked`,
      [orgId, current.id, most],
    );
    let rewrapped = 0;
    for (const row of rows) {
      const old = byId.get(row.kek_id);
      if (!old) continue;
      const labels = wrapLabels(orgId, row.version);
      const wrapped = await wrap(current.key, current.id, labels, await unwrap(old.key, labels, row.wrapped));
      await client.query("update org_key set kek_id = $3, wrapped = $4 where org_id = $1 and version = $2", [
        orgId,
        row.version,
        current.id,
        wrapped,
      ]);
      rewrapped += 1;
    }
    const left = await client.query<{ count: number }>(
      "select count(*)::int as count from org_key where org_id = $1 and kek_id <> $2",
      [orgId, current.id],
    );
    return { rewrapped, remaining: left.rows[0]?.count ?? 0 };
  });
}
