import type { Json } from "#nodes/_core/json.ts";
import { findTrigger } from "#nodes/registry.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export interface SampleRow {
  id: string;
  name: string;
  body: Json;
  /** `connector`: made up by us after the vendor's documentation; `stored`: kept by this organisation. */
  origin: "connector" | "stored";
}

/** Events to try a mapping on: the trigger's own sample, then the organisation's. */
export async function listSamples(orgId: string, type: string): Promise<SampleRow[]> {
  const own = findTrigger(type)?.trigger.sample;
  const stored = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; name: string; body: Json }>(
      "select id, name, body from sample where org_id = $1 and type = $2 order by created_at desc limit 50",
      [orgId, type],
    );
    return rows;
  });
  return [
    ...(own === undefined ? [] : [{ id: type, name: "Sample", body: own, origin: "connector" as const }]),
    ...stored.map((row) => ({ ...row, origin: "stored" as const })),
  ];
}
