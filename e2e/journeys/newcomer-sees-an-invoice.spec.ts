import { step } from "../drivers/canvas.ts";
import { invoicesFor } from "../drivers/sandbox.ts";
import { newSignInLink } from "../drivers/sign-in.ts";
import { expect, test } from "../drivers/test.ts";
import { freshWorkspace } from "../drivers/workspace.ts";

test("a newcomer opens the link, tries the template with sandboxes and sees one invoice", async ({ page }) => {
  await freshWorkspace(page);
  await page.context().clearCookies();

  await page.goto(await newSignInLink());
  await page.waitForURL("**/templates");
  await page.getByRole("button", { name: "Try with sandboxes" }).click();

  // the canvas opens with the run's timeline under it, and it goes green by itself, well within a minute
  await page.waitForURL(/\/flows\/.+/);
  await expect(page.getByText("Live v1")).toBeVisible();
  await expect(step(page, "create_invoice").getByText("Done", { exact: true })).toBeVisible({ timeout: 45_000 });
  const effect = step(page, "create_invoice").getByText(/Invoice INV-\d+ created/);
  await expect(effect).toBeVisible();
  const number = /INV-\d+/.exec((await effect.textContent()) ?? "")?.[0] ?? "";

  // each node's input and output can be read
  await step(page, "create_invoice").getByRole("button").first().click();
  await expect(step(page, "create_invoice").getByText("Input", { exact: true })).toBeVisible();
  const reference = /HubSpot deal \d+/.exec((await step(page, "create_invoice").textContent()) ?? "")?.[0] ?? "";
  expect(reference).not.toBe("");

  // the vendor's side shows it, once, although a webhook and a poll both told of the deal
  const rows = await invoicesFor(page, reference);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText(number);
});

test("a link works once", async ({ page, browser }) => {
  const link = await newSignInLink();
  await page.goto(link);
  await page.waitForURL("**/templates");
  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("not valid any more")).toBeVisible();
  await stranger.goto("/flows");
  await expect(stranger).toHaveURL(/\/sign-in/);
  await stranger.close();
});
