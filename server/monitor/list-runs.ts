import { withOrgSql } from "#server/db/with-org.ts";

export interface RunSummary {
  id: string;
  flowId: string;
  flowName: string;
  version: number;
  class: string;
  environment: string;
  businessKey: string;
  state: string;
  parkReason: string | null;
  /** When it goes on by itself; null where it waits for a person or has ended. */
  resumesAt: Date | null;
  /** The fault's sentence. */
  problem: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface RunFilter {
  flowId: string | null;
  states: string[];
  /** Part of what people call it: a deal's name, an invoice number. */
  search: string;
  /** Keyset: the last run of the page before. */
  before: { createdAt: Date; id: string } | null;
  limit: number;
}

/** Newest first. Stays fast at any depth: a page is found by its key, not by counting. */
export async function listRuns(orgId: string, filter: RunFilter): Promise<{ runs: RunSummary[]; more: boolean }> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{
      id: string;
      flow_id: string;
      flow_name: string | null;
      version: number;
      class: string;
      environment: string;
      business_key: string;
      state: string;
      park_reason: string | null;
      due_at: Date | null;
      problem: string | null;
      created_at: Date;
      finished_at: Date | null;
    }>(
      `select r.id, r.flow_id, f.name as flow_name, r.version, r.class, r.environment, r.business_key, r.state,
              r.park_reason, r.due_at, r.fault ->> 'message' as problem, r.created_at, r.finished_at
         from run r left join flow f on f.org_id = r.org_id and f.id = r.flow_id
        where r.org_id = $1
          and ($2::uuid is null or r.flow_id = $2)
          and (cardinality($3::text[]) = 0 or r.state = any ($3))
          and ($4 = '' or position(lower($4) in lower(r.business_key)) > 0)
          and ($5::timestamptz is null or (r.created_at, r.id) < ($5, $6::uuid))
        order by r.created_at desc, r.id desc limit $7`,
      [
        orgId,
        filter.flowId,
        filter.states,
        filter.search,
        filter.before?.createdAt ?? null,
        filter.before?.id ?? null,
        filter.limit + 1,
      ],
    );
    const runs = rows.slice(0, filter.limit).map((row) => ({
      id: row.id,
      flowId: row.flow_id,
      flowName: row.flow_name ?? "Deleted flow",
      version: row.version,
      class: row.class,
      environment: row.environment,
      businessKey: row.business_key,
      state: row.state,
      parkReason: row.park_reason,
      resumesAt: row.state === "parked" ? row.due_at : null,
      problem: row.problem,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
    }));
    return { runs, more: rows.length > filter.limit };
  });
}
