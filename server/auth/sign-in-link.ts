import type { Env } from "#server/env.ts";
import { auth } from "./auth.ts";
import { authSettings } from "./auth-settings.ts";
import { ensureDemoWorkspace } from "./demo-workspace.ts";
import { createToken } from "./one-time-token.ts";
import { hasRealOwner } from "./owners.ts";

/**
 * A link that signs the demo user in, once, within 15 minutes, from this machine only. Null where there is no demo
 * workspace, or where somebody with a password owns an organisation by now.
 */
export async function createSignInLink(env: Pick<Env, "embedded" | "baseUrl">): Promise<{ url: string } | null> {
  if (!env.embedded || (await hasRealOwner())) return null;
  const demo = await ensureDemoWorkspace(env);
  if (!demo) return null;
  const token = await createToken("sign-in", demo.userId, authSettings.linkMs);
  // behind the hash: what stands there is never sent to a server, so no log and no Referer can hold it
  return { url: `${env.baseUrl}/sign-in/link#${token}` };
}

/** The answer to a POST of the link's page, with the session's cookie. 403 for a wrong, old or used token. */
export const consumeSignInLink = (token: string, request: Request): Promise<Response> =>
  auth().api.signInByLink({ body: { token }, headers: request.headers, asResponse: true });
