import { card } from "../drivers/canvas.ts";
import { breakSandbox, invoicesFor, mendSandbox, winDeal } from "../drivers/sandbox.ts";
import { expect, test } from "../drivers/test.ts";
import { freshWorkspace } from "../drivers/workspace.ts";

const deals = ["Proving cabinets", "Workshop dust extraction", "Compressor service plan"];

test("a failing vendor pauses the node, the badge says so, and after a reset every invoice arrives once", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await freshWorkspace(page);
  await page.goto("/templates");
  await page.getByRole("button", { name: "Try with sandboxes" }).click();
  await page.waitForURL(/\/flows\/.+/);
  const flow = page.url().replace(/\?.*/, "");
  await expect(page.locator("[data-step=create_invoice]").getByText("Done", { exact: true })).toBeVisible({
    timeout: 45_000,
  });

  // retries of three runs make the five failures in a row that open the breaker
  await breakSandbox(page, "xero", "Xero");
  const ids: string[] = [];
  for (const name of deals) ids.push(await winDeal(page, name));

  await page.goto(flow);
  const badge = card(page, "Create or update contact").getByRole("status");
  await expect(badge).toContainText("Paused: Xero is failing", { timeout: 60_000 });
  await expect(badge).toContainText(/probe/);
  await page.goto("/runs?state=waiting");
  await expect(
    page
      .getByRole("row")
      .filter({ hasText: `Deal ${ids[0]}` })
      .first(),
  ).toContainText("Paused", { timeout: 30_000 });

  await mendSandbox(page, "xero");
  await page.goto(flow);
  await badge.getByRole("button", { name: "Reset" }).click();
  await expect(badge).toBeHidden({ timeout: 30_000 });

  for (const id of ids) {
    const rows = await invoicesFor(page, `HubSpot deal ${id}`);
    await expect(rows).toHaveCount(1, { timeout: 60_000 });
  }
});
