import { isJsonObject, type JsonObject } from "#nodes/_core/json.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export interface TwinRecordRow {
  id: string;
  body: JsonObject;
  createdAt: Date;
  updatedAt: Date;
}

/** Records of one of a twin's tables, newest first; how many there are in all. */
export async function listTwinRecords(
  orgId: string,
  vendor: string,
  collection: string,
  page: { limit: number; offset: number } = { limit: 10_000, offset: 0 },
): Promise<{ records: TwinRecordRow[]; total: number }> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; body: unknown; created_at: Date; updated_at: Date }>(
      `select id, body, created_at, updated_at from twin_record
        where org_id = $1 and vendor = $2 and collection = $3 order by seq desc limit $4 offset $5`,
      [orgId, vendor, collection, page.limit, page.offset],
    );
    const counted = await client.query<{ total: number }>(
      "select count(*)::int as total from twin_record where org_id = $1 and vendor = $2 and collection = $3",
      [orgId, vendor, collection],
    );
    return {
      records: rows.flatMap(({ id, body, created_at, updated_at }) =>
        isJsonObject(body) ? [{ id, body, createdAt: created_at, updatedAt: updated_at }] : [],
      ),
      total: counted.rows[0]?.total ?? 0,
    };
  });
}

export interface TwinRequestRow {
  id: string;
  at: Date;
  method: string;
  path: string;
  status: number;
  applied: boolean;
  key: string | null;
  fault: string | null;
}

/** The twin's own log, newest first. `applied` means that a record was changed: effects are counted by it. */
export async function listTwinRequests(orgId: string, vendor: string, limit = 10_000): Promise<TwinRequestRow[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<TwinRequestRow>(
      `select id::text, at, method, path, status, applied, key, fault from twin_request
        where org_id = $1 and vendor = $2 order by twin_request.id desc limit $3`,
      [orgId, vendor, limit],
    );
    return rows;
  });
}
