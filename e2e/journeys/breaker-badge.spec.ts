import { card } from "../drivers/canvas.ts";
import { breakSandbox, invoicesFor, mendSandbox } from "../drivers/sandbox.ts";
import { expect, test } from "../drivers/test.ts";
import { freshWorkspace } from "../drivers/workspace.ts";

const deals = ["Badge 1", "Badge 2", "Badge 3", "Badge 4", "Badge 5", "Badge 6"];

test("a failing vendor pauses the node, the badge says so, and after a reset every invoice arrives once", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await freshWorkspace(page);
  await page.goto("/templates");
  await page.getByRole("button", { name: "Try with sandboxes" }).click();
  await page.waitForURL(/\/flows\/.+/);
  const flow = page.url().replace(/\?.*/, "");
  await expect(page.getByText("Live v1")).toBeVisible();

  await breakSandbox(page, "xero", "Xero");
  await page.goto("/sandboxes/hubspot?table=deals");
  for (const name of deals) {
    await page.getByRole("button", { name: "New deal" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Deal name").fill(name);
    await form.getByText("Already won").click();
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await form.getByRole("textbox", { name: "Name required" }).last().fill("Work");
    await form.getByRole("textbox", { name: "Quantity required" }).fill("1");
    await form.getByRole("textbox", { name: "Unit price required" }).fill("100");
    await form.getByRole("button", { name: "New deal" }).click();
    await expect(form).toBeHidden();
  }

  await page.goto(flow);
  const paused = card(page, "Create or update contact").getByRole("status");
  await expect(paused).toContainText("Paused: Xero is failing", { timeout: 90_000 });
  await expect(paused.getByRole("button", { name: "Reset" })).toBeVisible();

  await mendSandbox(page, "xero");
  await page.goto(flow);
  await card(page, "Create or update contact").getByRole("button", { name: "Reset" }).click();
  await expect(card(page, "Create or update contact").getByRole("status")).toBeHidden({ timeout: 30_000 });
  await page.goto("/runs?state=waiting");
  await expect(page.getByText("No run fits these filters")).toBeVisible({ timeout: 90_000 });

  await page.goto("/sandboxes/hubspot?table=deals");
  const ids: string[] = [];
  for (const name of deals) {
    const row = page.getByRole("row").filter({ hasText: name }).first();
    ids.push((await row.getByRole("cell").first().textContent())?.trim() ?? "");
  }
  for (const id of ids) await expect(await invoicesFor(page, `HubSpot deal ${id}`)).toHaveCount(1);
});
