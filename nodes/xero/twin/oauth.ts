import { jsonAnswer } from "../../_kit/twin/answers.ts";
import { twinOAuth } from "../../_kit/twin/oauth.ts";
import type { TwinRoute } from "../../_kit/twin/twin.ts";
import { unauthenticated } from "./errors.ts";

export const oauth = twinOAuth({
  title: "Xero",
  authorizePath: "/identity/connect/authorize",
  tokenPath: "/connect/token",
  revokePath: "/connect/revocation",
  clientAuth: "basic",
  accessTtlMs: 1_800_000,
  refreshTtlMs: 60 * 86_400_000,
  rotation: { graceMs: 1_800_000 },
  refuse: (status, error, description) => jsonAnswer(status, { error, error_description: description }),
  answer: (tokens, scope) =>
    jsonAnswer(200, {
      access_token: tokens.accessToken,
      expires_in: tokens.expiresInSeconds,
      token_type: "Bearer",
      refresh_token: tokens.refreshToken,
      scope,
    }),
});

const since = "2026-01-05T09:00:00.0000000";

/** Lists what the sign-in may act for: here always the one organisation of the sandbox. */
export const connectionRoutes: TwinRoute[] = [
  {
    method: "GET",
    path: "/connections",
    mutates: false,
    free: true,
    async handle(request, context) {
      const found = await oauth.check(request, context);
      if ("refused" in found) return unauthenticated(found.refused, context);
      const { account } = context;
      return jsonAnswer(200, [
        {
          id: account.id,
          authEventId: account.id,
          tenantId: account.id,
          tenantType: "ORGANISATION",
          tenantName: account.name,
          createdDateUtc: since,
          updatedDateUtc: since,
        },
      ]);
    },
  },
];
