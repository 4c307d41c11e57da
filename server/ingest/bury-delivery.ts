import { createHash } from "node:crypto";
import { newId, timeOfId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";
import type { OpenEndpoint } from "./endpoints.ts";

/**
 * Keeps a signed delivery that cannot be read. The same bytes again are the same dead letter: its id is made of them,
 * so a vendor that repeats itself does not fill the desk.
 */
export async function buryDelivery(
  endpoint: OpenEndpoint,
  endpointId: string,
  body: Buffer,
  error: unknown,
): Promise<void> {
  const bodyHash = createHash("sha256").update(endpointId).update(body).digest("hex");
  const message = error instanceof Error ? error.message : "The delivery cannot be read";
  const id = newId();
  await withOrg(endpoint.orgId, async (db) => {
    await db.$executeRaw`select pg_advisory_xact_lock(hashtext(${bodyHash}))`;
    const known = await db.deadLetter.findFirst({ where: { kind: "delivery", fingerprint: bodyHash } });
    if (known) return;
    await db.deadLetter.create({
      data: {
        orgId: endpoint.orgId,
        id,
        createdAt: timeOfId(id),
        kind: "delivery",
        endpointId,
        fingerprint: bodyHash,
        fault: {
          kind: "rejected",
          code: "malformed-delivery",
          message: `A signed ${endpoint.connector} delivery could not be read: ${message.slice(0, 500)}`,
          fix: "Compare the delivery with the vendor's documentation; a changed format needs a new connector version.",
        },
        raw: Uint8Array.from(body),
      },
    });
  });
}
