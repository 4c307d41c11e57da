import type { Page } from "@playwright/test";
import { openTemplateFlow } from "./stories.ts";

export interface Screen {
  name: string;
  signedIn: boolean;
  /** Ends when everything to be seen is there. */
  open(page: Page): Promise<void>;
}

const member = (name: string, open: Screen["open"]): Screen => ({ name, signedIn: true, open });
const stranger = (name: string, open: Screen["open"]): Screen => ({ name, signedIn: false, open });

/** A page whose table or list has arrived. */
const page = (address: string, landmark: string) => async (tab: Page) => {
  await tab.goto(address);
  await tab.locator(landmark).first().waitFor();
};

async function openRun(tab: Page): Promise<void> {
  await tab.goto("/runs?state=done");
  await tab.getByRole("table").getByRole("link").first().click();
  await tab.locator("[data-step]").first().waitFor();
}

async function openDraft(tab: Page): Promise<void> {
  await tab.goto("/flows");
  await tab.getByRole("link", { name: /Paid invoices/ }).click();
  await tab.locator("[data-node-card]").nth(1).waitFor();
}

async function press(tab: Page, key: string): Promise<void> {
  await tab.locator("[data-canvas]").press(key);
}

async function selectCard(tab: Page, id: string): Promise<void> {
  await tab.getByRole("button", { name: "Fit everything" }).click();
  await tab.waitForTimeout(400);
  await tab.locator(`[data-node-card=${id}]`).click({ position: { x: 60, y: 12 } });
  await tab.getByRole("complementary").waitFor();
  await tab.waitForTimeout(400);
}

export const screens: Screen[] = [
  stranger("sign-in", page("/sign-in", "form")),
  stranger("link", async (tab) => {
    await tab.goto("/sign-in/link#spent");
    await tab.getByText("not valid any more").waitFor();
  }),
  stranger("set-up", page("/set-up", "form")),
  member("not-found", page("/nothing-here", "h2")),
  member("flows", page("/flows", "table")),
  member("templates", page("/templates", "h2")),
  member("template-wizard", async (tab) => {
    await tab.goto("/templates");
    await tab.getByRole("button", { name: "Use with my connections" }).click();
    await tab.getByRole("dialog").waitFor();
    await tab.waitForTimeout(400);
  }),
  member("canvas", async (tab) => {
    await openTemplateFlow(tab);
    await tab.waitForTimeout(500);
  }),
  member("canvas-run", async (tab) => {
    await openTemplateFlow(tab);
    await press(tab, "l");
    await tab.getByRole("region", { name: "Runs of this flow" }).getByText("Done", { exact: true }).first().click();
    await tab.locator("[data-step=create_invoice]").waitFor();
    await tab.getByRole("button", { name: "Fit everything" }).click();
    await tab.waitForTimeout(500);
  }),
  member("canvas-inspector", async (tab) => {
    await openTemplateFlow(tab);
    await selectCard(tab, "create_invoice");
  }),
  member("canvas-palette", async (tab) => {
    await openTemplateFlow(tab);
    await press(tab, "n");
    await tab.getByRole("option").first().waitFor();
  }),
  member("canvas-keys", async (tab) => {
    await openTemplateFlow(tab);
    await press(tab, "?");
    await tab.getByRole("dialog").waitFor();
    await tab.waitForTimeout(300);
  }),
  member("canvas-problems", async (tab) => {
    await openDraft(tab);
    await tab.getByRole("button", { name: /^Problems/ }).click();
    await tab.getByRole("dialog").waitFor();
    await tab.waitForTimeout(300);
  }),
  member("canvas-publish", async (tab) => {
    await openDraft(tab);
    await tab.getByRole("button", { name: "Publish" }).click();
    await tab.getByRole("dialog").waitFor();
    await tab.waitForTimeout(300);
  }),
  member("mapping", async (tab) => {
    await openTemplateFlow(tab);
    await selectCard(tab, "map_invoice");
    await tab.getByRole("button", { name: "Open the mapping" }).click();
    await tab.locator(".monaco-editor .view-line").first().waitFor({ timeout: 30_000 });
    await tab.locator("[data-preview]").waitFor();
  }),
  member("runs", page("/runs", "table")),
  member("run", openRun),
  member("run-waiting", async (tab) => {
    await tab.goto("/runs?state=waiting");
    await tab.getByRole("table").getByRole("link").first().click();
    await tab.locator("[data-step]").first().waitFor();
  }),
  member("connections", page("/connections", "table")),
  member("sandboxes", page("/sandboxes", "main a")),
  member("sandbox-invoices", page("/sandboxes/xero?table=invoices", "table")),
  member("sandbox-deals", page("/sandboxes/hubspot?table=deals", "table")),
  member("sandbox-requests", page("/sandboxes/xero?table=requests", "table")),
  member("sandbox-failures", async (tab) => {
    await tab.goto("/sandboxes/xero?table=failures");
    await tab.getByText("until taken away").waitFor();
  }),
];
