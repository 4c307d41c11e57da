import * as z from "zod";
import { Fault } from "#nodes/_core/fault.ts";
import type { OptionItem } from "#nodes/_kit/connection.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { openConnection } from "#server/egress/open-connection.ts";

const freshFor = "10 minutes";
const Items = z.array(z.object({ value: z.string(), label: z.string(), hint: z.string().optional() }));

/** A list that the vendor keeps (accounts, tax rates, stages), as read within the last ten minutes, or anew on demand. */
export async function listOptions(
  orgId: string,
  connectionId: string,
  list: string,
  anew: boolean,
): Promise<{ items: OptionItem[]; readAt: Date }> {
  const { connector, http, account } = await openConnection(orgId, connectionId);
  const read = Object.hasOwn(connector.options, list) ? connector.options[list] : undefined;
  if (!read) {
    throw new Fault({
      kind: "rejected",
      code: "unknown-list",
      message: `${connector.title} has no list called ${list}.`,
    });
  }
  const cached = anew ? undefined : await readCache(orgId, connectionId, list);
  if (cached) return cached;
  const items = await read(http, account);
  const readAt = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ read_at: Date }>(
      `insert into option_cache (org_id, connection_id, list, items, read_at) values ($1, $2, $3, $4, mr_now())
       on conflict (org_id, connection_id, list) do update set items = excluded.items, read_at = excluded.read_at
       returning read_at`,
      [orgId, connectionId, list, JSON.stringify(items)],
    );
    return rows[0]?.read_at ?? new Date(0);
  });
  return { items, readAt };
}

async function readCache(orgId: string, connectionId: string, list: string) {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ items: unknown; read_at: Date }>(
      `select items, read_at from option_cache
        where org_id = $1 and connection_id = $2 and list = $3 and read_at > (select mr_now()) - $4::interval`,
      [orgId, connectionId, list, freshFor],
    );
    const items = Items.safeParse(rows[0]?.items);
    return rows[0] && items.success ? { items: items.data, readAt: rows[0].read_at } : undefined;
  });
}
