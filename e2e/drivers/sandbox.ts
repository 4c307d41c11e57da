import { expect, type Locator, type Page } from "@playwright/test";

/** What a person does in the sandboxes. */

/** Wins a deal by its name; its id. */
export async function winDeal(page: Page, name: string): Promise<string> {
  await page.goto("/sandboxes/hubspot?table=deals");
  const row = page.getByRole("row").filter({ hasText: name });
  const id = ((await row.getByRole("cell").first().textContent()) ?? "").trim();
  await row.getByRole("button", { name: `Win ${id}`, exact: true }).click();
  await expect(page.getByText(`Done to ${id}`)).toBeVisible();
  return id;
}

/** The rows of invoices that were made for a deal. */
export async function invoicesFor(page: Page, reference: string): Promise<Locator> {
  await page.goto("/sandboxes/xero?table=invoices");
  return page.getByRole("row").filter({ has: page.getByRole("cell", { name: reference, exact: true }) });
}

export async function breakSandbox(page: Page, vendor: string, title: string): Promise<void> {
  await page.goto(`/sandboxes/${vendor}?table=failures`);
  await page.getByRole("button", { name: `Break ${title}` }).click();
  await expect(page.getByText("until taken away")).toBeVisible();
}

export async function mendSandbox(page: Page, vendor: string): Promise<void> {
  await page.goto(`/sandboxes/${vendor}?table=failures`);
  const clear = page.getByRole("button", { name: "Clear all" });
  await clear.click();
  await expect(page.getByText("None. The sandbox works as the vendor does.")).toBeVisible();
}

export async function resetSandbox(page: Page, vendor: string): Promise<void> {
  await page.goto(`/sandboxes/${vendor}`);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Reset the sandbox" }).click();
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(page.getByText("is as it was at first")).toBeVisible();
}
