import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";

const run = promisify(execFile);

/** A new one-time link into the demo workspace, as `npm run link` prints it. Each is good for one sign-in. */
export async function newSignInLink(): Promise<string> {
  const { E2E_URL, E2E_DATA_DIR, E2E_SIGN_IN_LINK } = process.env;
  if (!E2E_DATA_DIR) {
    if (E2E_SIGN_IN_LINK) return E2E_SIGN_IN_LINK;
    throw new Error("E2E_DATA_DIR is missing: the journeys ask the running product for a sign-in link.");
  }
  const { stdout } = await run(process.execPath, ["scripts/link.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: "",
      MILLRACE_DATA_DIR: E2E_DATA_DIR,
      ...(E2E_URL ? { BASE_URL: E2E_URL, PORT: new URL(E2E_URL).port } : {}),
    },
  });
  const link = /https?:\/\/\S+\/sign-in\/link\S+/.exec(stdout)?.[0];
  if (!link) throw new Error(`No link was printed: ${stdout}`);
  return link;
}

/** Opens the link as a newcomer does; ends on the templates. */
export async function signIn(page: Page): Promise<void> {
  await page.goto(await newSignInLink());
  await page.waitForURL("**/templates");
}
