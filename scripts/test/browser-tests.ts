import { existsSync, readdirSync } from "node:fs";
import { findBrowser } from "../browser.mjs";
import { type Outcome, readPlaywrightReport } from "./outcome.ts";
import { runNode } from "./run-node.ts";
import { startProduct } from "./start-product.ts";

/** The journeys of e2e/ against the product as `npm start` starts it, on a database that is thrown away afterwards. */
export async function browserTests(): Promise<Outcome> {
  if (!hasSpecs()) {
    console.log("e2e/ has no spec files yet.");
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const browser = await findBrowser();
  const product = await startProduct();
  try {
    const exitCode = await runNode("node_modules/@playwright/test/cli.js", ["test"], {
      E2E_URL: product.url,
      E2E_DATA_DIR: product.dataDir,
      ...(product.signInUrl ? { E2E_SIGN_IN_URL: product.signInUrl } : {}),
      ...(browser ? { E2E_CHROMIUM: browser } : {}),
    });
    return readPlaywrightReport("test-results/browser.json", exitCode);
  } finally {
    await product.stop();
  }
}

function hasSpecs(): boolean {
  if (!existsSync("e2e")) return false;
  return readdirSync("e2e", { recursive: true, encoding: "utf8" }).some((file) => file.endsWith(".spec.ts"));
}
