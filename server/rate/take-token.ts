import { Fault } from "#nodes/_core/fault.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { VendorHttp, WireRequest } from "#nodes/_kit/http.ts";
import { withOrgSql } from "#server/db/with-org.ts";

/** What a connection may use: the vendor's own limits, or others agreed for this connection (null: none). */
export interface QuotaOverride {
  limit: number | null;
}

export interface BucketOf {
  orgId: string;
  connectionId: string;
  connector: ConnectorDefinition;
  quota: QuotaOverride | null;
}

const known = new Set<string>();

/**
 * One token from the connection's bucket, in one statement, so that no number of workers overdraws it. Throws
 * `throttled` with the time until the next token: the run parks and uses no attempt.
 */
export async function takeToken(of: BucketOf, request: WireRequest): Promise<void> {
  if (of.quota?.limit === null) return;
  const group = of.connector.connection.quotas.find((quota) => quota.id === of.connector.connection.quotaOf(request));
  if (!group) return;
  const cap = of.quota?.limit ?? group.limit;
  const rate = cap / (group.windowMs / 1_000);
  const key = `${of.connectionId} ${group.id}`;
  const waitMs = await withOrgSql(of.orgId, async (client) => {
    if (!known.has(`${of.orgId} ${key} ${cap}`)) {
      await client.query(
        `insert into bucket (org_id, key, cap, rate, tokens, ts) values ($1, $2, $3, $4, $3, mr_now())
         on conflict (org_id, key) do update set cap = excluded.cap, rate = excluded.rate`,
        [of.orgId, key, cap, rate],
      );
      known.add(`${of.orgId} ${key} ${cap}`);
    }
    // greatest(): a database clock can step back.
    const { rows } = await client.query<{ tokens: number }>({
      name: "take-token",
      text: `update bucket
                set tokens = least(cap, tokens + rate * greatest(0, extract(epoch from mr_now() - ts))) - 1, ts = mr_now()
              where org_id = $1 and key = $2
                and least(cap, tokens + rate * greatest(0, extract(epoch from mr_now() - ts))) >= 1
          returning tokens`,
      values: [of.orgId, key],
    });
    if (rows.length > 0) return 0;
    const { rows: short } = await client.query<{ wait_ms: number }>({
      name: "time-to-token",
      text: `select (greatest(0, (1 - tokens) / rate - extract(epoch from mr_now() - ts)) * 1000)::float8 as wait_ms
               from bucket where org_id = $1 and key = $2`,
      values: [of.orgId, key],
    });
    return Math.max(50, Math.ceil(short[0]?.wait_ms ?? 1_000));
  });
  if (waitMs > 0) {
    throw new Fault({
      kind: "throttled",
      code: "quota-used",
      message: `The ${of.connector.title} quota of this connection is used up for the moment.`,
      fix: "Nothing to do: the run goes on by itself.",
      retryAfterMs: waitMs,
      sent: "no",
    });
  }
}

/** The vendor says it is enough: nothing is taken until then, whatever our own count says. */
export async function drainBucket(of: BucketOf, request: WireRequest, retryAfterMs: number): Promise<void> {
  const group = of.connector.connection.quotaOf(request);
  await withOrgSql(of.orgId, (client) =>
    client.query({
      name: "drain-bucket",
      text: `update bucket set tokens = 0, ts = mr_now() + $3 * interval '1 millisecond' where org_id = $1 and key = $2`,
      values: [of.orgId, `${of.connectionId} ${group}`, retryAfterMs],
    }),
  );
}

/** A client whose every request first takes a token. */
export const limited = (http: VendorHttp, of: BucketOf): VendorHttp => ({
  request: async (request) => {
    await takeToken(of, request);
    return http.request(request);
  },
});
