import { expect, type Locator, type Page } from "@playwright/test";

/** Gestures of a builder on the canvas, by what can be seen there. */

export async function newFlow(page: Page, name: string): Promise<void> {
  await page.goto("/flows");
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.waitForURL("**/flows/*-*");
  await expect(page.getByRole("button", { name: "Add a trigger" })).toBeVisible();
}

export const card = (page: Page, label: string): Locator =>
  page.locator("[data-node-card]").filter({ has: page.getByText(label, { exact: true }) });

/** Types into the open picker and takes the first that is found. */
export async function pick(page: Page, search: string): Promise<void> {
  const box = page.getByRole("combobox", { name: "Search nodes" });
  await box.fill(search);
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await box.press("Enter");
  await expect(box).toBeHidden();
}

/** The + behind a node. */
export async function addAfter(page: Page, label: string, search: string): Promise<void> {
  await page.getByRole("button", { name: `Add a node after ${label}` }).click();
  await pick(page, search);
}

/** N puts a node down without a wire. */
export async function addAlone(page: Page, search: string): Promise<void> {
  await page.getByRole("application").or(page.locator(".react-flow")).first().focus();
  await page.getByRole("button", { name: "Add a node", exact: true }).click();
  await pick(page, search);
}

/** Draws an edge with the mouse, from port to port. */
export async function drag(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: "Fit everything" }).click();
  const start = await middle(page.getByLabel(`Output of ${from}`, { exact: true }));
  const end = await middle(page.getByLabel(`Input of ${to}`, { exact: true }));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
}

async function middle(handle: Locator): Promise<{ x: number; y: number }> {
  const box = await standingStill(handle);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Fitting moves the board for a moment; where something is once it stands still. */
async function standingStill(thing: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  let last = "";
  await expect
    .poll(async () => {
      const box = JSON.stringify(await thing.boundingBox());
      const still = box === last;
      last = box;
      return still;
    })
    .toBe(true);
  const box = await thing.boundingBox();
  if (!box) throw new Error("It cannot be seen");
  return box;
}

export const edge = (page: Page, from: string, to: string): Locator =>
  page.getByLabel(`Edge from ${from} to ${to}`, { exact: true });

export async function select(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Fit everything" }).click();
  const box = await standingStill(card(page, label));
  await page.mouse.click(box.x + box.width / 2, box.y + 12);
  await expect(page.getByRole("complementary", { name: `Node ${label}` })).toBeVisible();
}

export async function closeInspector(page: Page): Promise<void> {
  await page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
}

export async function rename(page: Page, from: string, to: string): Promise<void> {
  await select(page, from);
  await page.getByRole("complementary").getByLabel("Name").fill(to);
  await expect(card(page, to)).toBeVisible();
  await closeInspector(page);
}

export async function openMapping(page: Page, label: string): Promise<void> {
  await select(page, label);
  await page.getByRole("button", { name: "Open the mapping" }).click();
  await expect(page.locator("[data-code-editor] .monaco-editor").first()).toBeVisible({ timeout: 30_000 });
}

/** Pasted, because the editor closes and surrounds brackets by itself while somebody types. */
export async function writeMapping(page: Page, expression: string): Promise<void> {
  await page.locator("[data-code-editor] .view-lines").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page
    .locator("[data-code-editor] :is(textarea, .native-edit-context)")
    .first()
    .evaluate((input, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, expression);
}

export async function closeMapping(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await closeInspector(page);
}

export async function untilSaved(page: Page): Promise<void> {
  await expect(page.locator("[data-save=saved]")).toBeVisible();
}

export async function publish(page: Page): Promise<void> {
  await untilSaved(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page
    .getByRole("dialog", { name: /^Publish version/ })
    .getByRole("button", { name: "Publish" })
    .click();
  await expect(page.getByText("Live v1")).toBeVisible();
}

export const step = (page: Page, nodeId: string): Locator => page.locator(`[data-step="${nodeId}"]`);
