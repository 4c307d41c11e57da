import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { until } from "#server/testing/until.ts";
import { browserArgs, findBrowser } from "./browser.mjs";
import { startProduct } from "./test/start-product.ts";

/*
 * `npm run screens`: a picture of every screen, in both themes, at 1440 and 1024, into screens/ (not in git). With
 * `--readme` the canvas also becomes the README's picture, docs/screens/canvas-{light,dark}.png.
 */
const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
const { values } = parseArgs({ options: { readme: { type: "boolean" } } });
const themes = ["light", "dark"] as const;
const widths = [1440, 1024];

interface Screen {
  name: string;
  path: string;
  /** Asks the server nothing. */
  isStill?: true;
  /** What to do before the picture is taken. */
  act?: (page: Page) => Promise<unknown>;
}

const executablePath = await findBrowser();
const product = await startProduct();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: process.getuid?.() === 0 ? [...browserArgs, "--no-sandbox"] : browserArgs,
});
try {
  rmSync("screens", { recursive: true, force: true });
  mkdirSync("screens");
  const state = await prepare(browser);
  for (const theme of themes) {
    for (const width of widths) {
      const context = await open(browser, theme, width, state.storage);
      for (const screen of screens(state.flow, state.run))
        await take(context, screen, `${screen.name}-${theme}-${width}`);
      await context.close();
      const outside = await open(browser, theme, width);
      await take(outside, { name: "sign-in", path: "/sign-in", isStill: true }, `sign-in-${theme}-${width}`);
      await outside.close();
    }
  }
  if (values.readme) {
    mkdirSync("docs/screens", { recursive: true });
    for (const theme of themes)
      copyFileSync(`screens/canvas-run-${theme}-1440.png`, `docs/screens/canvas-${theme}.png`);
  }
  console.log("The pictures are in screens/.");
} finally {
  await browser.close();
  await product.stop();
}

/** Signs in by the link, tries the template with sandboxes, waits for its run, and draws an unfinished flow. */
async function prepare(on: Browser) {
  const context = await open(on, "light", 1440);
  const page = await context.newPage();
  await page.goto(product.signInUrl ?? "/sign-in");
  await page.waitForURL("**/templates");
  await page.getByRole("button", { name: /try with sandboxes/i }).click();
  await page.waitForURL("**/flows/*-*");
  const flow = new URL(page.url()).pathname;
  await page.locator("[data-step=create_invoice]").getByText("Done", { exact: true }).first().waitFor();
  await page.goto("/runs");
  await page
    .getByText(/^Deal /)
    .first()
    .click();
  await page.waitForURL("**/runs/*-*");
  const run = new URL(page.url()).pathname;
  const storage = await context.storageState();
  await context.close();
  return { flow, run, storage };
}

function screens(flow: string, run: string): Screen[] {
  const mapInvoice = (page: Page) => page.locator("[data-node-card]").filter({ hasText: "Map invoice" });
  return [
    { name: "templates", path: "/templates" },
    {
      name: "template-wizard",
      path: "/templates",
      act: (page) => page.getByRole("button", { name: /use with my connections/i }).click(),
    },
    { name: "flows", path: "/flows" },
    { name: "flow-new", path: "/flows", act: (page) => page.getByRole("button", { name: "New flow" }).click() },
    { name: "canvas", path: flow },
    {
      name: "canvas-run",
      path: `${flow}?watch`,
      act: (page) => page.locator("[data-step=create_invoice]").waitFor(),
    },
    { name: "canvas-node", path: flow, act: (page) => mapInvoice(page).click({ position: { x: 120, y: 12 } }) },
    {
      name: "canvas-palette",
      path: flow,
      act: (page) => page.getByRole("button", { name: "Add a node", exact: true }).click(),
    },
    {
      name: "mapping",
      path: flow,
      act: async (page) => {
        await mapInvoice(page).click({ position: { x: 120, y: 12 } });
        await page.getByRole("button", { name: "Open the mapping" }).click();
        await page.getByText("would take this").waitFor();
      },
    },
    { name: "runs", path: "/runs" },
    { name: "runs-none", path: "/runs?search=nothing-of-that-name" },
    { name: "run", path: run },
    { name: "connections", path: "/connections" },
    { name: "sandboxes", path: "/sandboxes" },
    { name: "sandbox-deals", path: "/sandboxes/hubspot?table=deals" },
    { name: "sandbox-invoices", path: "/sandboxes/xero?table=invoices" },
    { name: "sandbox-failures", path: "/sandboxes/xero?table=failures" },
    { name: "not-found", path: "/nowhere", isStill: true },
  ];
}

function open(
  on: Browser,
  colorScheme: (typeof themes)[number],
  width: number,
  storageState?: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<BrowserContext> {
  return on.newContext({
    baseURL: product.url,
    colorScheme,
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
    ...(storageState ? { storageState } : {}),
  });
}

async function take(context: BrowserContext, screen: Screen, name: string): Promise<void> {
  const page = await context.newPage();
  const asked = watchQuestions(page);
  await page.goto(screen.path);
  if (!screen.isStill) await until(`the data of ${name}`, () => asked.count > 0 && asked.open === 0);
  await screen.act?.(page);
  await until(`the data of ${name}`, () => asked.open === 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  await page.screenshot({ path: `screens/${name}.png`, animations: "disabled" });
  await page.close();
}

/** Questions to the server under way. Live updates are none: their connection stays open. */
function watchQuestions(page: Page): { open: number; count: number } {
  const asked = { open: 0, count: 0 };
  const isQuestion = (url: string) => url.includes("/api/trpc/") && !url.includes("live.");
  page.on("request", (request) => {
    if (!isQuestion(request.url())) return;
    asked.open += 1;
    asked.count += 1;
  });
  const done = (request: { url(): string }) => {
    if (isQuestion(request.url())) asked.open -= 1;
  };
  page.on("requestfinished", done);
  page.on("requestfailed", done);
  return asked;
}
