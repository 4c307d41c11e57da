import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as z from "zod";
import { isFault } from "#nodes/_core/fault.ts";
import { clock } from "#server/clock.ts";
import { authDb } from "#server/db/with-org.ts";
import { isLoopback } from "./client-address.ts";
import { consumeToken } from "./one-time-token.ts";
import { hasRealOwner } from "./owners.ts";
import { setUpOwner } from "./setup-token.ts";

/** Ways in that are ours, inside better-auth so that their sessions and cookies are made exactly as its own. */
export const ownEndpoints = () =>
  ({
    id: "millrace",
    endpoints: {
      signInByLink: createAuthEndpoint(
        "/sign-in/link",
        { method: "POST", requireHeaders: true, body: z.strictObject({ token: z.string().min(1).max(100) }) },
        async (ctx) => {
          // who looks from elsewhere learns nothing, not even whether the token was right
          if (!isLoopback(ctx.headers) || (await hasRealOwner())) throw refusedLink();
          const consumed = await consumeToken("sign-in", ctx.body.token);
          const user = consumed?.userId ? await ctx.context.internalAdapter.findUserById(consumed.userId) : null;
          if (!user) throw refusedLink();
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),

      setUp: createAuthEndpoint(
        "/set-up",
        {
          method: "POST",
          requireHeaders: true,
          body: z.strictObject({
            token: z.string().min(1).max(100),
            name: z.string().trim().min(1).max(120),
            email: z.email().max(254),
            password: z.string().max(1_000),
            organisation: z.string().trim().min(1).max(120),
          }),
        },
        async (ctx) => {
          const { token, ...owner } = ctx.body;
          const { userId } = await setUpOwner(token, owner).catch((error: unknown) => {
            if (isFault(error)) throw new APIError("FORBIDDEN", { code: error.code, message: error.message });
            throw error;
          });
          const user = await ctx.context.internalAdapter.findUserById(userId);
          if (!user) throw new APIError("INTERNAL_SERVER_ERROR");
          const session = await ctx.context.internalAdapter.createSession(userId);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),

      /** A new session: a token that was seen in one organisation is no good in another. */
      switchOrganisation: createAuthEndpoint(
        "/switch-organisation",
        {
          method: "POST",
          requireHeaders: true,
          use: [sessionMiddleware],
          body: z.strictObject({ organisationId: z.uuid() }),
        },
        async (ctx) => {
          const { session: old, user } = ctx.context.session;
          const { organisationId } = ctx.body;
          const member = await authDb().member.findFirst({
            where: { userId: user.id, organizationId: organisationId },
          });
          if (!member)
            throw new APIError("FORBIDDEN", { code: "not-a-member", message: "You are not a member of it." });
          const session = await ctx.context.internalAdapter.createSession(user.id, false, {
            activeOrganizationId: organisationId,
            // switching is no sign-in: what asks for a fresh one goes on asking
            createdAt: old.createdAt,
            updatedAt: clock.now(),
          });
          await ctx.context.internalAdapter.deleteSession(old.token);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),
    },
    rateLimit: [{ pathMatcher: (path) => path === "/sign-in/link" || path === "/set-up", window: 60, max: 10 }],
  }) satisfies BetterAuthPlugin;

const refusedLink = (): APIError =>
  new APIError("FORBIDDEN", {
    code: "link-refused",
    message: "This link is not valid any more. Print a new one with: npm run link",
  });
