import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import type { JsonObject } from "../../_core/json.ts";
import { addDecimals } from "../../_core/money/decimal.ts";
import { decimalIn, moneyIn, textIn } from "../../_kit/fields.ts";
import { defineGesture } from "../../_kit/twin/gesture.ts";
import type { TwinContext, TwinGesture } from "../../_kit/twin/twin.ts";
import { associatedIds } from "./associations.ts";
import { loadRecord, type Properties, type StoredRecord, updateRecord } from "./records.ts";
import { addDeal, netOf, typeOf } from "./seed.ts";

const RowInput = z.strictObject({ id: textIn({ title: "Id", max: 50 }) });

const Line = z
  .strictObject({
    name: textIn({ title: "Name", max: 200 }),
    quantity: decimalIn({ title: "Quantity", places: 4 }),
    price: moneyIn({ title: "Unit price", places: 4 }),
  })
  .meta({ title: "Line" });

export const gestures: TwinGesture[] = [
  defineGesture({
    id: "win-deal",
    title: "Win",
    on: "deals",
    input: RowInput,
    run: ({ id }, context) => setProperties(context, "deals", id, { dealstage: "closedwon" }),
  }),
  defineGesture({
    id: "reopen-deal",
    title: "Reopen",
    on: "deals",
    input: RowInput,
    run: ({ id }, context) => setProperties(context, "deals", id, { dealstage: "contractsent" }),
  }),
  defineGesture({
    id: "edit-deal-amount",
    title: "Change amount",
    on: "deals",
    input: RowInput.extend({ amount: moneyIn({ title: "Amount", places: 4 }) }),
    run: ({ id, amount }, context) => setProperties(context, "deals", id, { amount }),
  }),
  defineGesture({
    id: "edit-line",
    title: "Change quantity and price",
    on: "line_items",
    input: RowInput.extend({
      quantity: decimalIn({ title: "Quantity", places: 4 }),
      price: moneyIn({ title: "Unit price", places: 4 }),
    }),
    run: editLine,
  }),
  defineGesture({
    id: "create-deal",
    title: "New deal",
    input: z.strictObject({
      name: textIn({ title: "Deal name", max: 200 }),
      companyId: textIn({ title: "Company id", max: 50 }).default("501"),
      contactId: textIn({ title: "Contact id", max: 50 }).default("301"),
      closeDate: z.iso.date().nullish().meta({ title: "Close date" }),
      won: z.boolean().default(false).meta({ title: "Already won" }),
      lines: z.array(Line).max(100).meta({ title: "Lines" }),
    }),
    async run({ name, companyId, contactId, closeDate, won, lines }, context) {
      await mustExist(context, "companies", companyId);
      await mustExist(context, "contacts", contactId);
      const deal = {
        name,
        stage: "contractsent",
        closeDate: closeDate ? `${closeDate}T12:00:00.000Z` : null,
        lines: lines.map((line) => ({ ...line, sku: "" })),
      };
      const silent = { ...context, deliver: () => undefined };
      const id = await addDeal(silent, deal, companyId, contactId);
      if (won) await setProperties(context, "deals", id, { dealstage: "closedwon" });
      return { id };
    },
  }),
];

async function setProperties(
  context: TwinContext,
  typeName: string,
  id: string,
  properties: Properties,
): Promise<JsonObject> {
  const before = await mustExist(context, typeName, id);
  const result = await updateRecord(context, typeOf(typeName), before, properties, "CRM_UI");
  if ("refused" in result) throw refusedBy(result.refused.body ?? "");
  return { id, ...result.record.properties };
}

/** As in HubSpot's line editor: the line's net price and the deal's amount follow. */
async function editLine(
  { id, quantity, price }: { id: string; quantity: string; price: string },
  context: TwinContext,
): Promise<JsonObject> {
  const line = await mustExist(context, "line_items", id);
  const discountPercentage = line.properties.hs_discount_percentage ?? "0";
  const amount = netOf({ quantity, price, discountPercentage });
  const changed = await setProperties(context, "line_items", id, { quantity, price, amount });
  for (const dealId of await associatedIds(context, { type: typeOf("line_items"), id }, typeOf("deals"))) {
    let total = "0";
    for (const lineId of await associatedIds(context, { type: typeOf("deals"), id: dealId }, typeOf("line_items")))
      total = addDecimals(total, (await mustExist(context, "line_items", lineId)).properties.amount ?? "0");
    await setProperties(context, "deals", dealId, { amount: total });
  }
  return changed;
}

async function mustExist(context: TwinContext, typeName: string, id: string): Promise<StoredRecord> {
  const record = await loadRecord(context, typeOf(typeName), id);
  if (record && !record.archived) return record;
  throw new Fault({ kind: "rejected", code: "not-found", message: `The HubSpot sandbox has no ${typeName} ${id}.` });
}

const refusedBy = (body: string): Fault =>
  new Fault({ kind: "rejected", code: "twin-refused", message: `The HubSpot sandbox refused this: ${body}` });
