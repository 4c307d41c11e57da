import { isFault } from "#nodes/_core/fault.ts";
import { may } from "#server/auth/rights.ts";
import { readSession } from "#server/auth/session.ts";
import { readLaunchEnv } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import { finishConnect } from "./finish.ts";

const log = createLogger("oauth");

/**
 * The vendor sends the browser here. Whatever it sends along, the answer is a redirect to a page of ours with one word
 * from our own list: nothing is reflected, and no later page learns code or state from the address or a Referer.
 */
export async function answerCallback(request: Request): Promise<Response> {
  const outcome = await judge(request);
  return new Response(null, {
    status: 303,
    headers: {
      location: `${readLaunchEnv().baseUrl}/connections?outcome=${outcome}`,
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    },
  });
}

type Outcome = "connected" | "sign-in" | "denied" | "expired" | "other-account" | "failed";

async function judge(request: Request): Promise<Outcome> {
  const { searchParams } = new URL(request.url);
  const { signedIn } = await readSession(request.headers);
  const member = signedIn?.membership;
  if (!signedIn || !member) return "sign-in";
  if (!may(member.role, "connections.edit") && !may(member.role, "connections.reauthenticate")) return "denied";
  try {
    await finishConnect({
      orgId: member.orgId,
      sessionId: signedIn.sessionId,
      userId: signedIn.user.id,
      role: member.role,
      state: searchParams.get("state") ?? "",
      code: searchParams.get("code"),
      refused: searchParams.has("error"),
    });
    return "connected";
  } catch (error) {
    if (!isFault(error)) log.error({ error, org: member.orgId }, "a consent could not be finished");
    else log.info({ org: member.orgId, kind: error.kind, code: error.code }, "a consent was refused");
    return isFault(error) ? (outcomes[error.code] ?? "failed") : "failed";
  }
}

const outcomes: Record<string, Outcome | undefined> = {
  "consent-denied": "denied",
  "state-not-valid": "expired",
  "other-account": "other-account",
};
