import type pg from "pg";
import { Fault } from "#nodes/_core/fault.ts";
import { withOrgSql } from "#server/db/with-org.ts";

export type Environment = "live" | "sandbox";
export type ConnectionState = "connected" | "needs_reauth";

/** A connection with what its app registration adds; no secret in it. */
export interface ConnectionRow {
  orgId: string;
  id: string;
  appId: string;
  clientId: string;
  connector: string;
  environment: Environment;
  name: string;
  account: { id: string; name: string };
  state: ConnectionState;
  stateReason: string;
  /** Of a sandbox: its twin's, with path. Of a live connection: the vendor's API. */
  origin: string;
  tokenExpiresAt: Date | null;
  /** Calls this connection may make where that is not the vendor's usual; limit null: as many as it likes. */
  quota: { limit: number | null } | null;
}

interface Stored {
  id: string;
  app_id: string;
  client_id: string;
  connector: string;
  environment: string;
  name: string;
  account_id: string;
  account_name: string;
  state: string;
  state_reason: string;
  origin: string;
  token_expires_at: Date | null;
  quota: { limit: number | null } | null;
}

const columns = `c.id, c.app_id, a.client_id, c.connector, c.environment, c.name, c.account_id, c.account_name, c.state,
  c.state_reason, c.origin, c.token_expires_at, c.quota`;
const source = "connection c join app_registration a on a.org_id = c.org_id and a.id = c.app_id";

export async function readConnection(client: pg.PoolClient, orgId: string, id: string): Promise<ConnectionRow | null> {
  const { rows } = await client.query<Stored>({
    name: "connection-read",
    text: `select ${columns} from ${source} where c.org_id = $1 and c.id = $2`,
    values: [orgId, id],
  });
  return rows[0] ? toRow(orgId, rows[0]) : null;
}

/** Throws a Fault when this organisation has no such connection; another organisation's does not exist here. */
export async function loadConnection(orgId: string, id: string): Promise<ConnectionRow> {
  const row = await withOrgSql(orgId, (client) => readConnection(client, orgId, id));
  if (row) return row;
  throw new Fault({
    kind: "invalid-flow",
    code: "unknown-connection",
    message: "This connection does not exist.",
    fix: "Choose one of your connections.",
  });
}

export async function listConnections(orgId: string): Promise<ConnectionRow[]> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<Stored>(
      `select ${columns} from ${source} where c.org_id = $1 order by c.connector, c.name, c.id`,
      [orgId],
    );
    return rows.map((row) => toRow(orgId, row));
  });
}

const toRow = (orgId: string, row: Stored): ConnectionRow => ({
  orgId,
  id: row.id,
  appId: row.app_id,
  clientId: row.client_id,
  connector: row.connector,
  environment: row.environment === "live" ? "live" : "sandbox",
  name: row.name,
  account: { id: row.account_id, name: row.account_name },
  state: row.state === "connected" ? "connected" : "needs_reauth",
  stateReason: row.state_reason,
  origin: row.origin,
  tokenExpiresAt: row.token_expires_at,
  quota: row.quota,
});
