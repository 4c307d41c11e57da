import type pg from "pg";
import { withOrgSql } from "#server/db/with-org.ts";
import { type Sealed, sealFor } from "./seal-text.ts";
import type { SecretPlace } from "./secret-fields.ts";

/** A sealed value on its way into the `secret` table. */
export interface PreparedSecret extends SecretPlace, Sealed {
  lastFour: string;
}

/** Stores a secret of one owner, replacing the one that was there. */
export async function seal(orgId: string, place: SecretPlace, plaintext: string): Promise<void> {
  const prepared = await prepareSecret(orgId, place, plaintext);
  await withOrgSql(orgId, (client) => storeSecret(client, orgId, prepared));
}

/**
 * Seals without storing: done before a transaction begins, because it may have to read the organisation's key on another
 * connection.
 */
export async function prepareSecret(orgId: string, place: SecretPlace, plaintext: string): Promise<PreparedSecret> {
  const sealed = await sealFor(orgId, { owner: place.ownerId, field: place.field }, plaintext);
  // of short secrets four characters would be a good part
  return { ...place, ...sealed, lastFour: plaintext.length >= 16 ? plaintext.slice(-4) : "" };
}

/** The second half of `seal`, inside the caller's transaction of the same organisation. */
export async function storeSecret(client: pg.PoolClient, orgId: string, secret: PreparedSecret): Promise<void> {
  await client.query(
    `insert into secret (org_id, owner_id, field, key_version, sealed, last_four)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id, owner_id, field) do update
       set key_version = excluded.key_version, sealed = excluded.sealed, last_four = excluded.last_four, created_at = now()`,
    [orgId, secret.ownerId, secret.field, secret.keyVersion, secret.sealed, secret.lastFour],
  );
}
