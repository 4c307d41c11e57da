import { defineConfig } from "@playwright/test";
import { browserArgs } from "./scripts/browser.mjs";

// `npm run test:browser` starts the product on a throw-away database and sets these; by hand, start it yourself.
const { E2E_URL = "http://127.0.0.1:3000", E2E_CHROMIUM } = process.env;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/browser",
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"], ["json", { outputFile: "test-results/browser.json" }]],
  use: {
    baseURL: E2E_URL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(E2E_CHROMIUM ? { executablePath: E2E_CHROMIUM } : {}),
      args: isRoot ? [...browserArgs, "--no-sandbox"] : browserArgs,
    },
  },
});
