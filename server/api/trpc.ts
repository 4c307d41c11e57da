import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { Fault, type FaultFields } from "#nodes/_core/fault.ts";
import { authSettings } from "#server/auth/auth-settings.ts";
import { authorise, type Right } from "#server/auth/rights.ts";
import type { Membership, SignedIn } from "#server/auth/session.ts";
import { clock } from "#server/clock.ts";
import type { Context } from "./context.ts";
import { faultIn, toTrpcError } from "./to-trpc-error.ts";

/** What a procedure demands of who calls it; the generated test of rights reads it from the router. */
export interface Meta {
  needs: Right | "a session";
  /** The sign-in may be ten minutes old at most. */
  fresh?: boolean;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    // stack traces tell strangers about our files
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const fault = toAnswer(faultIn(error), error.code);
      return { ...shape, message: fault.message, data: { ...shape.data, fault } };
    },
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
  });

export const router = t.router;

/** Faults become errors with a status; everything else stays an internal error, whose message nobody sees. */
const faults = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const fault = faultIn(result.error);
  if (fault) throw toTrpcError(fault);
  return result;
});

/** For whoever is signed in, member of an organisation or not. */
const signedIn = t.procedure
  .use(faults)
  .meta({ needs: "a session" })
  .use(({ ctx, next }) => next({ ctx: { ...ctx, signedIn: signedInOf(ctx) } }));

export const procedure = {
  signedIn,

  /** For members whose role includes the right. Their organisation is `ctx.orgId`; it never comes from input. */
  needs: (right: Right, options: { fresh?: boolean } = {}) =>
    t.procedure
      .use(faults)
      .meta({ needs: right, ...(options.fresh ? { fresh: true } : {}) })
      .use(({ ctx, next }) => {
        const session = signedInOf(ctx);
        authorise(session.membership?.role ?? null, right);
        const member = membershipOf(session);
        if (options.fresh) refuseOldSignIn(session);
        const actor = { orgId: member.orgId, userId: session.user.id, role: member.role };
        return next({ ctx: { ...ctx, signedIn: session, orgId: member.orgId, role: member.role, actor } });
      }),
};

function signedInOf(ctx: Context): SignedIn {
  if (ctx.signedIn) return ctx.signedIn;
  throw new Fault({ kind: "unauthorized", code: "not-signed-in", message: "You are not signed in.", fix: "Sign in." });
}

function membershipOf(session: SignedIn): Membership {
  if (session.membership) return session.membership;
  throw new Fault({ kind: "unauthorized", code: "not-allowed", message: "You are not a member of this organisation." });
}

function refuseOldSignIn(session: SignedIn): void {
  if (clock.now().getTime() - session.since.getTime() <= authSettings.freshMs) return;
  throw new Fault({
    kind: "unauthorized",
    code: "sign-in-too-old",
    message: "This needs a sign-in of the last ten minutes.",
    fix: "Sign in again.",
  });
}

/** What an error tells the screen. Our own bugs keep their text to themselves: it may hold anything. */
function toAnswer(fault: Fault | null, code: string): FaultFields {
  if (fault && fault.kind !== "bug") return fault.toJSON();
  if (code === "BAD_REQUEST" || code === "PARSE_ERROR") {
    return {
      kind: "rejected",
      code: "input-not-valid",
      message: "This request is not valid.",
      fix: "Reload the page.",
    };
  }
  if (code === "NOT_FOUND" || code === "METHOD_NOT_SUPPORTED" || code === "UNSUPPORTED_MEDIA_TYPE") {
    return {
      kind: "rejected",
      code: "unknown-procedure",
      message: "The server does not know this request.",
      fix: "Reload the page.",
    };
  }
  return {
    kind: "bug",
    code: fault?.code ?? "unexpected",
    message: "Something went wrong on our side.",
    fix: "Try again; if it stays, look at the server's log.",
  };
}
