import type { TwinFault } from "#nodes/_kit/twin/fault.ts";
import { TwinFault as TwinFaultSchema } from "#nodes/_kit/twin/fault.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export type NewTwinFault = Omit<TwinFault, "id">;

/** From the next request on; answers the fault's id. */
export async function setTwinFault(orgId: string, vendor: string, fault: NewTwinFault): Promise<string> {
  const id = newId();
  const { match, strike, remaining } = TwinFaultSchema.parse({ ...fault, id });
  await withOrgSql(orgId, (client) =>
    client.query("insert into twin_fault (org_id, vendor, id, fault, remaining) values ($1, $2, $3, $4, $5)", [
      orgId,
      vendor,
      id,
      JSON.stringify({ match, strike }),
      remaining,
    ]),
  );
  return id;
}

export async function listTwinFaults(orgId: string, vendor: string): Promise<TwinFault[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; fault: object; remaining: number | null }>(
      "select id, fault, remaining from twin_fault where org_id = $1 and vendor = $2 order by created_at, id",
      [orgId, vendor],
    );
    return rows.map(({ id, fault, remaining }) => TwinFaultSchema.parse({ ...fault, id, remaining }));
  });
}

/** All of a vendor's, or one of them. */
export async function clearTwinFaults(orgId: string, vendor: string, id: string | null = null): Promise<void> {
  await withOrgSql(orgId, (client) =>
    client.query("delete from twin_fault where org_id = $1 and vendor = $2 and ($3::uuid is null or id = $3)", [
      orgId,
      vendor,
      id,
    ]),
  );
}
