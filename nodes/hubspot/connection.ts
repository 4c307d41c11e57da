import * as z from "zod";
import type { ConnectionDefinition } from "../_kit/connection.ts";
import { countHeader } from "../_kit/quota.ts";
import { readJson } from "./read-json.ts";

const TokenInfo = z.looseObject({ hub_id: z.number(), hub_domain: z.string().nullish() });

export const connection: ConnectionDefinition = {
  auth: {
    kind: "oauth2",
    authorizeUrl: "https://app.hubspot.com/oauth/authorize",
    tokenUrl: "https://api.hubapi.com/oauth/v1/token",
    revokeUrl: null,
    scopes: [
      "oauth",
      "crm.objects.deals.read",
      "crm.objects.deals.write",
      "crm.objects.contacts.read",
      "crm.objects.contacts.write",
      "crm.objects.companies.read",
      "crm.objects.line_items.read",
      "crm.objects.owners.read",
    ],
    clientAuth: "body",
    // The v1 endpoints take no code challenge; the state parameter alone binds the answer to the session.
    pkce: false,
    rotatesRefreshToken: false,
  },
  baseUrl: "https://api.hubapi.com",
  allowedHosts: ["api.hubapi.com"],
  headers: () => ({}),

  /** A HubSpot token acts for exactly one portal, and only this endpoint says which. */
  async discoverAccounts(http, accessToken) {
    const path = `/oauth/v1/access-tokens/${encodeURIComponent(accessToken)}`;
    const token = await readJson(http, { method: "GET", path }, TokenInfo);
    const id = String(token.hub_id);
    return [{ id, name: token.hub_domain ?? `Portal ${id}` }];
  },

  health: { method: "GET", path: "/crm/v3/owners", query: { limit: "1" } },

  quotas: [
    { id: "burst", limit: 110, windowMs: 10_000 },
    { id: "search", limit: 5, windowMs: 1_000 },
  ],
  quotaOf: (request) => (request.path.endsWith("/search") ? "search" : "burst"),
  readQuota(response) {
    const remaining = countHeader(response.headers, "x-hubspot-ratelimit-remaining");
    return remaining === undefined ? [] : [{ group: "burst", remaining }];
  },
};
