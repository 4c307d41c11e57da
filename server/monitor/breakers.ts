import type { FaultFields } from "#nodes/_core/fault.ts";
import { recordAudit } from "#server/audit/record-audit.ts";
import { startSlowly } from "#server/breaker/breaker.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import type { Actor } from "#server/flow/flow-row.ts";
import { publishLive } from "./live.ts";

export interface BreakerSummary {
  key: string;
  flowId: string | null;
  nodeId: string | null;
  connectionId: string;
  connectionName: string;
  connector: string;
  state: "closed" | "open" | "half-open" | "isolated";
  /** When the next call may be tried. */
  probeAt: Date | null;
  fault: FaultFields | null;
  failures: number;
  updatedAt: Date;
}

/** Those that are not closed, or have failed lately; of one flow or of all. */
export async function listBreakers(orgId: string, flowId: string | null): Promise<BreakerSummary[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{
      key: string;
      flow_id: string | null;
      node_id: string | null;
      connection_id: string;
      name: string;
      connector: string;
      state: string;
      isolated: boolean;
      open_until: Date | null;
      last_fault: FaultFields | null;
      failures: number;
      updated_at: Date;
    }>(
      `select b.key, b.flow_id, b.node_id, b.connection_id, c.name, c.connector, b.state, b.isolated, b.open_until,
              b.last_fault, b.failures, b.updated_at
         from breaker b join connection c on c.org_id = b.org_id and c.id = b.connection_id
        where b.org_id = $1 and ($2::uuid is null or b.flow_id = $2 or b.flow_id is null)
        order by b.state = 'closed', b.updated_at desc limit 1000`,
      [orgId, flowId],
    );
    return rows.map((row) => ({
      key: row.key,
      flowId: row.flow_id,
      nodeId: row.node_id,
      connectionId: row.connection_id,
      connectionName: row.name,
      connector: row.connector,
      state: stateOf(row),
      probeAt: row.state === "closed" || row.isolated ? null : row.open_until,
      fault: row.last_fault,
      failures: row.failures,
      updatedAt: row.updated_at,
    }));
  });
}

/** Closes a breaker by hand: parked runs come back slowly. */
export async function resetBreaker(actor: Actor, key: string): Promise<void> {
  const { orgId } = actor;
  await withOrgSql(orgId, async (client) => {
    await client.query(
      `update breaker set state = 'closed', isolated = false, failures = 0, buckets = '[]', opens = 0, open_until = null,
              probe_token = null, probe_until = null, closed_at = mr_now(), epoch = epoch + 1, updated_at = mr_now()
        where org_id = $1 and key = $2`,
      [orgId, key],
    );
    await recordAudit(client, { ...actor, action: "breaker.reset", object: `breaker:${key}`, detail: {} });
  });
  await startSlowly(orgId, key);
  publishLive(orgId, "breaker", [key]);
}

/** Opens a breaker until somebody resets it: nothing is called, runs park. Also before it has ever failed. */
export async function isolateBreaker(actor: Actor, scope: BreakerScope): Promise<void> {
  const { orgId } = actor;
  const key =
    scope.flowId && scope.nodeId
      ? `node:${scope.flowId}:${scope.nodeId}:${scope.connectionId}`
      : `connection:${scope.connectionId}`;
  await withOrgSql(orgId, async (client) => {
    await client.query(
      `insert into breaker (org_id, key, flow_id, node_id, connection_id, state, isolated)
       select $1, $2, $3, $4, c.id, 'open', true from connection c where c.org_id = $1 and c.id = $5
       on conflict (org_id, key) do update
         set state = 'open', isolated = true, probe_token = null, probe_until = null, epoch = breaker.epoch + 1, updated_at = mr_now()`,
      [orgId, key, scope.flowId, scope.nodeId, scope.connectionId],
    );
    await recordAudit(client, { ...actor, action: "breaker.isolated", object: `breaker:${key}`, detail: {} });
  });
  publishLive(orgId, "breaker", [key]);
}

export interface BreakerScope {
  /** Null for the connection as a whole. */
  flowId: string | null;
  nodeId: string | null;
  connectionId: string;
}

function stateOf({ state, isolated }: { state: string; isolated: boolean }): BreakerSummary["state"] {
  if (isolated) return "isolated";
  if (state === "open") return "open";
  return state === "half_open" ? "half-open" : "closed";
}
