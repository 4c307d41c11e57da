import {
  addAfter,
  addAlone,
  closeInspector,
  closeMapping,
  drag,
  edge,
  newFlow,
  openMapping,
  pick,
  publish,
  rename,
  select,
  step,
  untilSaved,
  writeMapping,
} from "../drivers/canvas.ts";
import { invoicesFor, winDeal } from "../drivers/sandbox.ts";
import { expect, test } from "../drivers/test.ts";
import { freshWorkspace } from "../drivers/workspace.ts";

const invoice = `{
  "contactId": contactId,
  "date": $event.deal.closeDate,
  "dueDate": $event.deal.closeDate,
  "reference": "By hand " & $event.deal.id,
  "lines": [$event.lineItems.{
    "description": name,
    "quantity": quantity,
    "unitAmount": netPrice,
    "accountCode": "200"
  }]
}`;

test("a builder draws the flow on an empty canvas, maps it, publishes it, and a won deal becomes an invoice", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await freshWorkspace(page);
  await newFlow(page, "Drawn by hand");
  const flow = page.url();

  // by the placeholder, by +, and by N with a line drawn from port to port
  await page.getByRole("button", { name: "Add a trigger" }).click();
  await pick(page, "deal reaches");
  await closeInspector(page);
  await addAfter(page, "Deal reaches a stage", "map");
  await closeInspector(page);
  await rename(page, "Map", "Map contact");
  await addAlone(page, "xero create or update contact");
  await closeInspector(page);
  await drag(page, "Map contact", "Create or update contact");
  await expect(edge(page, "Map contact", "Create or update contact")).toBeAttached();
  await addAfter(page, "Create or update contact", "map");
  await closeInspector(page);
  await rename(page, "Map", "Map invoice");
  await addAfter(page, "Map invoice", "create invoice");
  await closeInspector(page);

  // a step taken back and done again is the same flow
  await page.getByRole("button", { name: /^Undo / }).click();
  await expect(edge(page, "Map invoice", "Create invoice")).toHaveCount(0);
  await page.getByRole("button", { name: /^Redo / }).click();
  await expect(edge(page, "Map invoice", "Create invoice")).toBeAttached();

  // three fields; the preview tells what is missing until they are there
  await openMapping(page, "Map contact");
  await writeMapping(page, '{ "name": company.name }');
  await expect(page.getByText("Create or update contact would refuse this")).toBeVisible();
  await expect(page.getByRole("list", { name: "Violations" })).toContainText("Contact number is missing");
  await writeMapping(
    page,
    '{ "contactNumber": "hubspot-company-" & company.id, "name": company.name, "emailAddress": contacts[0].email }',
  );
  await expect(page.getByText("Create or update contact would take this.")).toBeVisible();
  await closeMapping(page);

  await openMapping(page, "Map invoice");
  await writeMapping(page, invoice);
  await untilSaved(page);
  await closeMapping(page);

  // one invoice per deal, however often the deal is reported: the action suggests its key
  await select(page, "Create invoice");
  await expect(page.getByLabel("Idempotency key")).toHaveValue("reference");
  await closeInspector(page);

  await publish(page);
  const deal = await winDeal(page, "Workshop dust extraction");

  await page.goto(`${flow}?watch`);
  await expect(step(page, "create_invoice").getByText("Done", { exact: true })).toBeVisible({ timeout: 45_000 });
  const rows = await invoicesFor(page, `By hand ${deal}`);
  await expect(rows).toHaveCount(1);
});
