import { randomBytes } from "node:crypto";
import { newId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";

interface ConnectionSeed {
  connector?: string;
  accountId?: string;
  environment?: "live" | "sandbox";
  origin?: string;
}

/** A connection with its app registration and endpoint; no secret. */
export async function seedConnection(orgId: string, seed: ConnectionSeed = {}) {
  const id = newId();
  const appId = newId();
  const endpointId = randomBytes(24).toString("base64url");
  const { connector = "hubspot", accountId = "1001", environment = "sandbox", origin = "http://127.0.0.1:9" } = seed;
  await withOrg(orgId, async (db) => {
    await db.appRegistration.create({
      data: { orgId, id: appId, connector, environment, name: `${connector} app`, clientId: `client-${appId}` },
    });
    await db.endpoint.create({
      data: { orgId, id: endpointId, appId, connector, url: `http://127.0.0.1/hooks/${endpointId}` },
    });
    await db.connection.create({
      data: {
        orgId,
        id,
        appId,
        connector,
        environment,
        origin,
        name: `${connector} ${environment}`,
        accountId,
        accountName: "Test account",
      },
    });
  });
  return { id, appId, endpointId };
}
