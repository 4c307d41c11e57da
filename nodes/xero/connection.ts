import * as z from "zod";
import type { ConnectionDefinition } from "../_kit/connection.ts";
import { countHeader } from "../_kit/quota.ts";
import { readJson } from "./read-json.ts";

const Connections = z.array(
  z.looseObject({ tenantId: z.string(), tenantType: z.string().nullish(), tenantName: z.string().nullish() }),
);

export const connection: ConnectionDefinition = {
  auth: {
    kind: "oauth2",
    authorizeUrl: "https://login.xero.com/identity/connect/authorize",
    tokenUrl: "https://identity.xero.com/connect/token",
    revokeUrl: "https://identity.xero.com/connect/revocation",
    scopes: ["offline_access", "accounting.transactions", "accounting.contacts", "accounting.settings.read"],
    clientAuth: "basic",
    pkce: true,
    rotatesRefreshToken: true,
  },
  baseUrl: "https://api.xero.com",
  // Tokens come from another host than the API; the browser alone goes to login.xero.com.
  allowedHosts: ["api.xero.com", "identity.xero.com"],
  headers: (account) => ({ "xero-tenant-id": account.id }),

  /** One consent may cover several organisations; each is an account of its own. Practices and others are left out. */
  async discoverAccounts(http) {
    const connections = await readJson(http, { method: "GET", path: "/connections" }, Connections);
    return connections
      .filter(({ tenantType }) => tenantType === "ORGANISATION")
      .map(({ tenantId, tenantName }) => ({ id: tenantId, name: tenantName ?? tenantId }));
  },

  health: { method: "GET", path: "/api.xro/2.0/Organisation" },

  quotas: [{ id: "minute", limit: 60, windowMs: 60_000 }],
  quotaOf: () => "minute",
  readQuota(response) {
    const remaining = countHeader(response.headers, "x-minlimit-remaining");
    return remaining === undefined ? [] : [{ group: "minute", remaining }];
  },
};
