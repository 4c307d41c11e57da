import * as z from "zod";
import { defineRead } from "../../_kit/action.ts";
import { textIn } from "../../_kit/fields.ts";
import { readDeal as read } from "../read-deal.ts";
import { Company, Contact, Deal, LineItem } from "../schemas/deal.ts";

export const readDeal = defineRead({
  id: "read-deal",
  title: "Read deal",
  summary: "Reads a deal with its company, contacts and line items.",
  keywords: ["get", "find", "opportunity"],
  config: z.strictObject({}),
  input: z.strictObject({ dealId: textIn({ title: "Deal id", max: 50 }) }),
  output: z.strictObject({
    deal: Deal,
    company: Company.nullable().meta({ title: "Company" }),
    contacts: z.array(Contact).meta({ title: "Contacts" }),
    lineItems: z.array(LineItem).meta({ title: "Line items" }),
  }),
  async read({ dealId }, _config, http) {
    const { modifiedAt: _modifiedAt, ...whole } = await read(http, dealId);
    return whole;
  },
});
