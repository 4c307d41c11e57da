import { ensureDemoWorkspace } from "#server/auth/demo-workspace.ts";
import { ensureSetupToken } from "#server/auth/setup-token.ts";
import { createSignInLink } from "#server/auth/sign-in-link.ts";
import type { Env } from "#server/env.ts";

/** How the first person gets in: a one-time link where we brought the database, a set-up token where we did not. */
export async function signInLines(env: Env): Promise<string[]> {
  if (env.embedded) {
    // At every start: the sandboxes' addresses follow this installation's.
    await ensureDemoWorkspace(env);
    const link = await createSignInLink(env);
    return link ? [`Sign in once within 15 minutes: ${link.url}`, "A new link: npm run link"] : [];
  }
  const setup = await ensureSetupToken(env);
  return setup ? [`Set up the owner at ${setup.url} with this token: ${setup.token}`] : [];
}
