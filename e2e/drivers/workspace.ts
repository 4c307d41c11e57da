import { expect, type Page } from "@playwright/test";
import { resetSandbox } from "./sandbox.ts";
import { signIn } from "./sign-in.ts";

/** Signed in, without flows of an earlier journey, and with sandboxes as they are at first. */
export async function freshWorkspace(page: Page): Promise<void> {
  await signIn(page);
  await deleteFlows(page);
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

async function deleteFlows(page: Page): Promise<void> {
  await page.goto("/flows");
  const more = page.getByRole("button", { name: /^More for / });
  await expect(page.getByText("No flow yet").or(more.first())).toBeVisible();
  for (let left = await more.count(); left > 0; left--) {
    await more.first().click();
    const pause = page.getByRole("menuitem", { name: "Pause", exact: true });
    if (await pause.isVisible()) {
      await pause.click();
      await expect(page.getByRole("row").nth(1)).toContainText("Paused");
      await more.first().click();
    }
    await page.getByRole("menuitem", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete the flow" }).click();
    await expect(page.getByRole("dialog", { name: /^Delete / })).toBeHidden();
    await expect(more).toHaveCount(left - 1);
  }
}
