import type { TwinContext } from "../../_kit/twin/twin.ts";
import { checkContact, storeContact } from "./contacts.ts";

/** Two contacts that were there before; none of them comes from the CRM's seed, so a flow makes its own. */
const contacts = [
  {
    Name: "Quarry Road Timber Supply",
    ContactNumber: "SUP-001",
    EmailAddress: "sales@quarry-road.example",
    DefaultCurrency: "GBP",
  },
  { Name: "Town Hall Catering", ContactNumber: "CUS-014", EmailAddress: "accounts@town-hall-catering.example" },
];

export async function seed(context: TwinContext): Promise<void> {
  const silent = { ...context, deliver: () => undefined };
  for (const given of contacts) {
    const checked = await checkContact(silent, given, "PUT");
    if ("problems" in checked) throw new Error(`The Xero seed is wrong: ${checked.problems.join(" ")}`);
    await storeContact(silent, checked.record.contact, true);
  }
}
