import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { browserArgs, findBrowser } from "./browser.mjs";
import { type Screen, screens } from "./screens/screens.ts";
import { prepareStories } from "./screens/stories.ts";
import { startProduct } from "./test/start-product.ts";

/*
 * `npm run screens`: every screen in both themes at 1440 and 1024, of the product as `npm start` starts it, on a
 * database that is thrown away. Into screens/ (git-ignored), to be looked at; the README's picture is one of them.
 */
process.chdir(path.resolve(import.meta.dirname, ".."));
const widths = [1440, 1024];
const themes = ["light", "dark"] as const;
const folder = "screens";

const executablePath = await findBrowser();
const product = await startProduct();
try {
  if (!product.signInUrl) throw new Error("The product printed no sign-in link.");
  rmSync(folder, { recursive: true, force: true });
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? [...browserArgs, "--no-sandbox"] : browserArgs,
  });
  const storageState = await signInAndPrepare(await browser.newContext({ baseURL: product.url }), product.signInUrl);
  for (const theme of themes)
    for (const width of widths) {
      const dir = path.join(folder, `${theme}-${width}`);
      mkdirSync(dir, { recursive: true });
      const view = { viewport: { width, height: 900 }, colorScheme: theme, baseURL: product.url } as const;
      const stranger = await browser.newContext(view);
      const member = await browser.newContext({ ...view, storageState });
      for (const screen of screens) await take(screen, screen.signedIn ? member : stranger, dir);
      await Promise.all([stranger.close(), member.close()]);
      console.log(`${dir}: ${screens.length} screens`);
    }
  await browser.close();
} finally {
  await product.stop();
}

async function signInAndPrepare(context: BrowserContext, link: string) {
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL("**/templates");
  await prepareStories(page);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A screen that cannot be reached ends the run: a missing picture would not be noticed. */
async function take(screen: Screen, context: BrowserContext, dir: string): Promise<void> {
  const page: Page = await context.newPage();
  await screen.open(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(dir, `${screen.name}.png`), animations: "disabled" });
  await page.close();
}
