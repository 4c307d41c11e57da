import { hkdfSync } from "node:crypto";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { organization } from "better-auth/plugins";
import { newId } from "#server/db/uuid.ts";
import { authDb } from "#server/db/with-org.ts";
import { type Env, readEnv } from "#server/env.ts";
import { authSettings } from "./auth-settings.ts";
import { clientHeader } from "./client-address.ts";
import { accessControl, organisationRoles } from "./organisation-roles.ts";
import { ownOrigins } from "./origins.ts";
import { ownEndpoints } from "./own-endpoints.ts";
import { hashPassword, objectionToPassword, verifyPassword } from "./passwords.ts";

/**
 * better-auth, set as SECURITY.md says: fixed base URL, no cookie cache, no bearer tokens, no linking, no public sign-up,
 * nobody creates organisations. Made at first use, because a build reads this file without an environment.
 */
export function auth(): Auth {
  made ??= create(readEnv());
  return made;
}

let made: Auth | undefined;
type Auth = ReturnType<typeof create>;

const seconds = (ms: number): number => Math.round(ms / 1_000);

function create(env: Env) {
  const secure = env.baseUrl.startsWith("https:");
  return betterAuth({
    appName: "Millrace",
    baseURL: env.baseUrl,
    basePath: "/api/auth",
    trustedOrigins: ownOrigins(),
    secret: Buffer.from(hkdfSync("sha256", env.secret, "millrace", "session cookies", 32)).toString("base64url"),
    telemetry: { enabled: false },
    logger: { level: "error", log: () => {} },
    database: prismaAdapter(authDb(), { provider: "postgresql", transaction: true }),
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: "millrace",
      ipAddress: { ipAddressHeaders: [clientHeader], ipv6Subnet: 64 },
      // the prefix __Host- is ours to write: better-auth's own is __Secure-, which lets a subdomain set it
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
      cookies: { session_token: { name: secure ? "__Host-millrace.session_token" : "millrace.session_token" } },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: authSettings.passwordLeast,
      maxPasswordLength: authSettings.passwordMost,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: seconds(authSettings.resetMs),
      revokeSessionsOnPasswordReset: true,
    },
    account: { accountLinking: { enabled: false } },
    session: {
      expiresIn: seconds(authSettings.sessionIdleMs),
      updateAge: seconds(authSettings.sessionTouchMs),
      freshAge: seconds(authSettings.freshMs),
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: seconds(authSettings.attemptWindowMs), max: authSettings.attempts },
      },
    },
    hooks: { before: weakPasswords },
    databaseHooks: {
      session: {
        create: {
          before: enterFirstOrganisation,
        },
      },
    },
    plugins: [
      organization({
        ac: accessControl,
        roles: organisationRoles,
        creatorRole: "owner",
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        membershipLimit: 1_000,
        invitationExpiresIn: seconds(authSettings.invitationMs),
        cancelPendingInvitationsOnReInvite: true,
      }),
      ownEndpoints(),
    ],
  });
}

/** Whoever signs in starts in the organisation they joined first. */
async function enterFirstOrganisation(session: { userId: string; activeOrganizationId?: unknown }) {
  if (typeof session.activeOrganizationId === "string") return;
  const member = await authDb().member.findFirst({
    where: { userId: session.userId },
    orderBy: { createdAt: "asc" },
  });
  return { data: { ...session, activeOrganizationId: member?.organizationId ?? null } };
}

const weakPasswords = createAuthMiddleware(async (ctx) => refuseWeakPassword(ctx.path, ctx.body));

function refuseWeakPassword(path: string, body: unknown): void {
  if (path !== "/change-password" && path !== "/reset-password" && path !== "/set-password") return;
  const password = typeof body === "object" && body !== null && "newPassword" in body ? body.newPassword : undefined;
  const objection = typeof password === "string" ? objectionToPassword(password) : null;
  if (objection) throw new APIError("BAD_REQUEST", { code: "weak-password", message: objection });
}
