import { withOrgSql } from "#server/db/with-org.ts";
import { TwinQuota } from "./twin-row.ts";

/** `{ limit: null }` is no quota at all; null goes back to the vendor's own. */
export async function setTwinQuota(orgId: string, vendor: string, quota: TwinQuota | null): Promise<void> {
  const value = quota && JSON.stringify(TwinQuota.parse(quota));
  await withOrgSql(orgId, (client) =>
    client.query("update twin set quota = $3 where org_id = $1 and vendor = $2", [orgId, vendor, value]),
  );
}
