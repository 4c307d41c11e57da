import type { Page } from "@playwright/test";

/** What must have happened before the pictures: a good run, a paused vendor, and a draft with problems. */
export async function prepareStories(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try with sandboxes" }).click();
  await page.waitForURL(/\/flows\/.+/);
  await page.locator("[data-step=create_invoice]").getByText("Done", { exact: true }).waitFor({ timeout: 60_000 });

  await page.goto("/flows");
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByLabel("Name").fill("Paid invoices to the CRM");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "Add a trigger" }).click();
  await page.getByRole("combobox", { name: "Search nodes" }).fill("invoice created");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Add a node after/ }).click();
  await page.getByRole("combobox", { name: "Search nodes" }).fill("branch");
  await page.keyboard.press("Enter");
  await page.locator("[data-save=saved]").waitFor();

  await page.goto("/sandboxes/xero?table=failures");
  await page.getByRole("button", { name: "Break Xero" }).click();
  await page.getByText("until taken away").waitFor();
  await page.goto("/sandboxes/hubspot?table=deals");
  for (const name of ["Proving cabinets", "Workshop dust extraction", "Compressor service plan"]) {
    await page.getByRole("row").filter({ hasText: name }).getByRole("button", { name: /^Win/ }).click();
    await page.waitForTimeout(300);
  }
  await openTemplateFlow(page);
  await page.locator("[data-breaker]").first().waitFor({ timeout: 60_000 });
}

export async function openTemplateFlow(page: Page): Promise<void> {
  await page.goto("/flows");
  await page.getByRole("link", { name: /HubSpot deal won/ }).click();
  await page.locator("[data-node-card=create_invoice]").waitFor();
}
