import { expect, type Page } from "@playwright/test";
import { resetSandbox } from "./sandbox.ts";
import { signIn } from "./sign-in.ts";

/** Signed in, with no flow of an earlier journey live, and with sandboxes as they are at first. */
export async function freshWorkspace(page: Page): Promise<void> {
  await signIn(page);
  await pauseFlows(page);
  await page.goto("/sandboxes");
  const make = page.getByRole("button", { name: "Make the sandboxes" });
  const ready = page.getByRole("link", { name: /Xero/ }).first();
  await expect(make.or(ready)).toBeVisible();
  if (await make.isVisible()) {
    await make.click();
    await expect(ready).toBeVisible();
    return;
  }
  await resetSandbox(page, "hubspot");
  await resetSandbox(page, "xero");
}

/** An earlier journey's flow would hear of this one's deals, too. */
async function pauseFlows(page: Page): Promise<void> {
  await page.goto("/flows");
  const live = page.getByRole("row").filter({ hasText: /Live v\d/ });
  await expect(page.getByText("No flow yet").or(page.getByRole("table"))).toBeVisible();
  for (let left = await live.count(); left > 0; left--) {
    await live
      .first()
      .getByRole("button", { name: /^More for / })
      .click();
    await page.getByRole("menuitem", { name: "Pause", exact: true }).click();
    await expect(live).toHaveCount(left - 1);
  }
}
