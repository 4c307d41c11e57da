import { Fault } from "#nodes/_core/fault.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { openFor } from "./seal-text.ts";
import type { SecretPlace } from "./secret-fields.ts";

/**
 * A stored secret in the clear. Only egress, oauth, the ledger and the verification of deliveries may ask; nobody reads a
 * secret back into a screen or an export.
 */
export async function open(orgId: string, place: SecretPlace): Promise<string> {
  const sealed = await readSealed(orgId, place);
  if (sealed !== null) return await openSealed(orgId, place, sealed);
  throw new Fault({
    kind: "unauthorized",
    code: "secret-missing",
    message: "The credentials of this connection are missing.",
    fix: "Connect it again.",
  });
}

export const openSealed = (orgId: string, place: SecretPlace, sealed: string): Promise<string> =>
  openFor(orgId, { owner: place.ownerId, field: place.field }, sealed);

async function readSealed(orgId: string, place: SecretPlace): Promise<string | null> {
  return await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ sealed: string }>({
      name: "vault-open",
      text: "select sealed from secret where org_id = $1 and owner_id = $2 and field = $3",
      values: [orgId, place.ownerId, place.field],
    });
    return rows[0]?.sealed ?? null;
  });
}
