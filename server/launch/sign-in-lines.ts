import fs from "node:fs";
import path from "node:path";
import type { Env } from "#server/env.ts";

/** How the first person gets in: a one-time link where we brought the database, a set-up token where we did not. */
export async function signInLines(env: Env): Promise<string[]> {
  if (env.embedded) {
    const file = path.resolve("server/auth/sign-in-link.ts");
    if (!fs.existsSync(file)) return [];
    const { createSignInLink } = await import(file);
    const link: { url: string } | null = await createSignInLink(env);
    return link ? [`Sign in once within 15 minutes: ${link.url}`, "A new link: npm run link"] : [];
  }
  const file = path.resolve("server/auth/setup-token.ts");
  if (!fs.existsSync(file)) return [];
  const { ensureSetupToken } = await import(file);
  const setup: { token: string; url: string } | null = await ensureSetupToken(env);
  return setup ? [`Set up the owner at ${setup.url} with this token: ${setup.token}`] : [];
}
