import type pg from "pg";
import * as z from "zod";
import { Fault } from "#nodes/_core/fault.ts";
import { TwinFault } from "#nodes/_kit/twin/fault.ts";
import type { TwinDefinition } from "#nodes/_kit/twin/twin.ts";
import { findConnector } from "#nodes/registry.ts";
import { inTransaction } from "#server/db/with-org.ts";

/** Which twin: each organisation has one per vendor. */
export interface TwinDoor {
  orgId: string;
  vendor: string;
}

/** A twin as its host needs it for one batch of requests. */
export interface TwinRow extends TwinDoor {
  key: string;
  account: { id: string; name: string };
  client: { id: string; secret: string };
  /** Requests per window; undefined: the vendor's own figure. */
  quotaLimit: number | undefined;
  faults: TwinFault[];
}

const doors = new Map<string, TwinDoor>();

/** Whose twin answers at this key. Keys are random and never given to another one, so a hit is kept. */
export async function findTwin(key: string): Promise<TwinDoor | null> {
  const known = doors.get(key);
  if (known) return known;
  const found = await inTransaction(async (client) => {
    const { rows } = await client.query<{ org_id: string; vendor: string }>(
      "select org_id, vendor from mr_find_twin($1)",
      [key],
    );
    return rows[0];
  });
  if (!found) return null;
  const door = { orgId: found.org_id, vendor: found.vendor };
  if (doors.size > 10_000) doors.clear();
  doors.set(key, door);
  return door;
}

/** What a twin's quota is where its vendor's own figure would make people wait: `{"limit": null}` is none at all. */
export const TwinQuota = z.strictObject({ limit: z.number().int().min(1).nullable() });
export type TwinQuota = z.infer<typeof TwinQuota>;

interface Stored {
  key: string;
  account_id: string;
  account_name: string;
  client_id: string;
  client_secret: string;
  quota: unknown;
  faults: unknown;
}

const StoredFaults = z.array(TwinFault);
const unlimited = 1_000_000_000;

export async function loadTwin(client: pg.PoolClient, { orgId, vendor }: TwinDoor): Promise<TwinRow> {
  const { rows } = await client.query<Stored>({
    name: "twin-load",
    text: `select t.key, t.account_id, t.account_name, t.client_id, t.client_secret, t.quota,
                  (select coalesce(json_agg(json_build_object('id', f.id, 'match', f.fault -> 'match',
                          'strike', f.fault -> 'strike', 'remaining', f.remaining) order by f.created_at, f.id), '[]')
                     from twin_fault f where f.org_id = t.org_id and f.vendor = t.vendor) as faults
             from twin t where t.org_id = $1 and t.vendor = $2`,
    values: [orgId, vendor],
  });
  const row = rows[0];
  if (!row) throw noTwin(vendor);
  const quota = row.quota === null ? undefined : TwinQuota.parse(row.quota);
  return {
    orgId,
    vendor,
    key: row.key,
    account: { id: row.account_id, name: row.account_name },
    client: { id: row.client_id, secret: row.client_secret },
    quotaLimit: quota && (quota.limit ?? unlimited),
    faults: StoredFaults.parse(row.faults),
  };
}

export function twinDefinition(vendor: string): TwinDefinition {
  const found = findConnector(vendor)?.twin;
  if (found) return found;
  throw noTwin(vendor);
}

const noTwin = (vendor: string): Fault =>
  new Fault({
    kind: "rejected",
    code: "unknown-sandbox",
    message: `There is no ${vendor} sandbox here.`,
    fix: "Set up the sandboxes first.",
  });
