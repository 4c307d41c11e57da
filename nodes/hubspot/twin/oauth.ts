import { jsonAnswer } from "../../_kit/twin/answers.ts";
import { twinOAuth } from "../../_kit/twin/oauth.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { notFound, unauthenticated } from "./errors.ts";

export const oauth = twinOAuth({
  title: "HubSpot",
  authorizePath: "/oauth/authorize",
  tokenPath: "/oauth/v1/token",
  revokePath: null,
  clientAuth: "body",
  accessTtlMs: 1_800_000,
  // HubSpot's refresh tokens last until they are revoked.
  refreshTtlMs: 100 * 365 * 86_400_000,
  rotation: null,
  refuse: (status, _error, message) =>
    jsonAnswer(status, { status: status === 401 ? "BAD_CLIENT_SECRET" : "BAD_AUTH_CODE", message }),
  answer: (tokens) =>
    jsonAnswer(200, {
      token_type: "bearer",
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      expires_in: tokens.expiresInSeconds,
    }),
});

const appId = 900_100;
const userId = 71;
const whoAmI = ({ account }: TwinContext) => ({
  hub_id: portalNumber(account.id),
  hub_domain: account.name,
  user: "admin@sandbox.example",
  user_id: userId,
  token_type: "access",
});

/** Portal ids are numbers on the wire. */
export const portalNumber = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0);

const introspection: TwinRoute[] = [
  {
    method: "GET",
    path: "/oauth/v1/access-tokens/:token",
    mutates: false,
    free: true,
    async handle({ params: { token = "" } }, context) {
      const live = await oauth.inspect(token, context);
      if (!live) return notFound;
      const expiresIn = Math.floor((live.expiresAt - context.now.getTime()) / 1_000);
      return jsonAnswer(200, {
        ...whoAmI(context),
        token,
        app_id: appId,
        expires_in: expiresIn,
        scopes: scopes(live.scope),
      });
    },
  },
  {
    method: "GET",
    path: "/oauth/v1/refresh-tokens/:token",
    mutates: false,
    free: true,
    async handle({ params: { token = "" } }, context) {
      const live = await oauth.inspectRefresh(token, context);
      if (!live) return notFound;
      const more = { token, token_type: "refresh", client_id: context.client.id, scopes: scopes(live.scope) };
      return jsonAnswer(200, { ...whoAmI(context), ...more });
    },
  },
  {
    method: "DELETE",
    path: "/oauth/v1/refresh-tokens/:token",
    mutates: true,
    free: true,
    async handle({ params: { token = "" } }, context) {
      await oauth.revoke(token, context);
      return { status: 204, body: "" };
    },
  },
];

export const oauthRoutes: TwinRoute[] = [...oauth.routes, ...introspection];

const scopes = (scope: string): string[] => scope.split(/[\s,]+/).filter((part) => part !== "");

type Handler = (request: TwinRequest, context: TwinContext) => Promise<TwinResponse>;

/** An API route: refused without a live token. */
export const signedIn =
  (handle: Handler): Handler =>
  async (request, context) => {
    const found = await oauth.check(request, context);
    return "refused" in found ? unauthenticated(found.refused) : handle(request, context);
  };
