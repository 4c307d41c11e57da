import * as z from "zod";
import { defineWrite } from "../../_kit/action.ts";
import { day, moneyIn, optionalText, textIn } from "../../_kit/fields.ts";
import { dealObject, PatchedDeal, patchDeal, patchedDeal } from "./patch-deal.ts";

export const updateDeal = defineWrite({
  id: "update-deal",
  title: "Update deal",
  summary: "Changes fields of a deal; fields without a value stay as they are.",
  keywords: ["edit", "properties", "opportunity"],
  effect: "update",
  capability: { kind: "upsert" },
  kept: ["dealId"],
  config: z.strictObject({}),
  input: z.strictObject({
    dealId: textIn({ title: "Deal id", max: 50 }),
    name: optionalText({ title: "Deal name", max: 255 }),
    amount: moneyIn({ title: "Amount", places: 6 }).nullish().meta({ title: "Amount" }),
    closeDate: day({ title: "Close date" }).nullish().meta({ title: "Close date" }),
    ownerId: optionalText({ title: "Owner", max: 50, options: "owners" }),
    description: optionalText({ title: "Description", max: 65_536 }),
    properties: z
      .array(
        z
          .strictObject({
            name: textIn({ title: "Property", description: "Internal name in HubSpot.", max: 200 }),
            value: z.string().max(65_536).meta({ title: "Value", description: "Empty text clears the property." }),
          })
          .meta({ title: "Property" }),
      )
      .max(100)
      .nullish()
      .meta({ title: "Other properties" }),
  }),
  output: PatchedDeal,
  request({ dealId, name, amount, closeDate, ownerId, description, properties }) {
    const given = {
      ...Object.fromEntries((properties ?? []).map((property) => [property.name, property.value])),
      ...present({ dealname: name, amount, closedate: closeDate, hubspot_owner_id: ownerId, description }),
    };
    return patchDeal(dealId, given);
  },
  answer: patchedDeal,
  object: dealObject,
});

function present(values: Record<string, string | null | undefined>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (value !== null && value !== undefined) out[name] = value;
  return out;
}
