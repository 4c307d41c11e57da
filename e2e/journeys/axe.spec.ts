import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { card } from "../drivers/canvas.ts";
import { expect, test } from "../drivers/test.ts";
import { freshWorkspace } from "../drivers/workspace.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    // Monaco answers for its own insides; its text area has our label
    .exclude(".monaco-editor")
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test(`no accessibility finding before the sign-in, ${scheme}`, async ({ page }) => {
      for (const route of ["/sign-in", "/set-up"]) {
        await page.goto(route);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(await findings(page), route).toEqual([]);
      }
    });

    test(`no accessibility finding on any page, ${scheme}`, async ({ page }) => {
      test.setTimeout(150_000);
      await freshWorkspace(page);
      await page.goto("/templates");
      await expect(page.getByRole("button", { name: "Try with sandboxes" })).toBeVisible();
      expect(await findings(page), "/templates").toEqual([]);
      await page.getByRole("button", { name: "Try with sandboxes" }).click();
      await page.waitForURL(/\/flows\/.+/);
      await expect(page.locator("[data-step]").first()).toBeVisible({ timeout: 45_000 });
      expect(await findings(page), "canvas with a run").toEqual([]);

      await card(page, "Map invoice").click({ position: { x: 120, y: 12 } });
      await expect(page.getByRole("complementary")).toBeVisible();
      // a board that is zoomed out shows smaller ports; their size is judged at its own
      await page.locator("[data-canvas]").press("0");
      await expect(page.locator(".react-flow__viewport")).toHaveAttribute("style", /scale\(1\)/);
      expect(await findings(page), "inspector").toEqual([]);
      await page.getByRole("button", { name: "Open the mapping" }).click();
      await expect(page.locator(".monaco-editor").first()).toBeVisible({ timeout: 30_000 });
      expect(await findings(page), "mapping").toEqual([]);

      for (const route of [
        "/flows",
        "/runs",
        "/connections",
        "/sandboxes",
        "/sandboxes/xero",
        "/sandboxes/hubspot?table=failures",
      ]) {
        await page.goto(route);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
        expect(await findings(page), route).toEqual([]);
      }
      await page.goto("/runs");
      await page.getByRole("table").getByRole("link").first().click();
      await page.waitForURL("**/runs/*");
      await expect(page.locator("[data-step]").first()).toBeVisible();
      expect(await findings(page), "run").toEqual([]);
    });
  });
}
