import { withOrgSql } from "#server/db/with-org.ts";
import { createLogger } from "#server/logger.ts";
import type { TwinDoor } from "./twin-row.ts";
import { twinSettings } from "./twin-settings.ts";

const log = createLogger("twins");
const since = new Map<string, number>();
const full = new Set<string>();

/** A twin's state is capped: a sandbox must not fill the disk. Looked at every few thousand requests, not at each. */
export function keepSmall(door: TwinDoor, requests: number): void {
  const key = `${door.orgId} ${door.vendor}`;
  const count = (since.get(key) ?? 0) + requests;
  since.set(key, count);
  if (count < twinSettings.lookAtSizeEvery) return;
  since.set(key, 0);
  trim(door, key).catch((error: unknown) => log.warn({ error, org: door.orgId }, "could not look at a twin's size"));
}

/** Too many records: it only answers reads until somebody resets it. */
export const isFull = (door: TwinDoor): boolean => full.has(`${door.orgId} ${door.vendor}`);

export function forgetFull(door: TwinDoor): void {
  full.delete(`${door.orgId} ${door.vendor}`);
}

async function trim({ orgId, vendor }: TwinDoor, key: string): Promise<void> {
  await withOrgSql(orgId, async (client) => {
    await client.query(
      `delete from twin_request where org_id = $1 and vendor = $2 and id <= (
         select id from twin_request where org_id = $1 and vendor = $2 order by id desc offset $3 limit 1)`,
      [orgId, vendor, twinSettings.mostLogEntries],
    );
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from twin_record where org_id = $1 and vendor = $2",
      [orgId, vendor],
    );
    if ((rows[0]?.count ?? 0) > twinSettings.mostRecords) full.add(key);
    else full.delete(key);
  });
}
