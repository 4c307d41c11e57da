import { Fault } from "../../_core/fault.ts";
import { addDecimals, multiplyDecimals } from "../../_core/money/decimal.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { associate } from "./associations.ts";
import { findObjectType, type ObjectType } from "./object-types.ts";
import { createRecord, type Properties } from "./records.ts";

interface LineSeed {
  name: string;
  quantity: string;
  price: string;
  sku: string;
  discountPercentage?: string;
  description?: string;
}

export interface DealSeed {
  name: string;
  stage: string;
  closeDate: string | null;
  lines: LineSeed[];
}

interface CompanySeed {
  company: Properties;
  contact: Properties;
  deals: DealSeed[];
}

/** Made-up companies and shared mailboxes; the first deal is the one in the trigger's sample. */
const seeds: CompanySeed[] = [
  {
    company: {
      name: "Alder Street Bakery",
      domain: "alder-street.example",
      phone: "+44 20 7946 0101",
      address: "12 Alder Street",
      city: "London",
      zip: "E1 4AB",
      country: "United Kingdom",
    },
    contact: {
      email: "ap@alder-street.example",
      firstname: "Accounts",
      lastname: "Payable",
      jobtitle: "Accounts payable",
    },
    deals: [
      {
        name: "Spring menu refit",
        stage: "contractsent",
        closeDate: "2026-11-20T12:00:00.000Z",
        lines: [
          {
            name: "Bread oven, three decks",
            description: "Delivered and connected",
            sku: "OVEN-3",
            quantity: "1",
            price: "4200",
            discountPercentage: "5",
          },
          { name: "Installation day", sku: "INST-DAY", quantity: "2", price: "440" },
        ],
      },
      {
        name: "Proving cabinets",
        stage: "presentationscheduled",
        closeDate: "2026-12-04T12:00:00.000Z",
        lines: [{ name: "Proving cabinet", sku: "PROVE-1", quantity: "3", price: "615.50" }],
      },
    ],
  },
  {
    company: {
      name: "Harbour Lane Joinery",
      domain: "harbour-lane.example",
      phone: "+44 117 496 0102",
      address: "Unit 4, Harbour Lane",
      city: "Bristol",
      zip: "BS1 5TY",
      country: "United Kingdom",
    },
    contact: {
      email: "office@harbour-lane.example",
      firstname: "Front",
      lastname: "Office",
      jobtitle: "Office",
    },
    deals: [
      {
        name: "Workshop dust extraction",
        stage: "contractsent",
        closeDate: "2026-11-27T12:00:00.000Z",
        lines: [
          { name: "Extraction unit", sku: "EXT-40", quantity: "1", price: "2899.99" },
          { name: "Ducting, per metre", sku: "DUCT-M", quantity: "17.5", price: "23.45" },
          { name: "Filter set", sku: "FILT-4", quantity: "4", price: "61.05", discountPercentage: "12.5" },
        ],
      },
    ],
  },
  {
    company: {
      name: "Meadow Row Dental Practice",
      domain: "meadow-row.example",
      phone: "+44 161 496 0103",
      address: "88 Meadow Row",
      city: "Manchester",
      zip: "M4 2HD",
      country: "United Kingdom",
    },
    contact: {
      email: "invoices@meadow-row.example",
      firstname: "Practice",
      lastname: "Accounts",
      jobtitle: "Accounts",
    },
    deals: [
      {
        name: "Compressor service plan",
        stage: "qualifiedtobuy",
        closeDate: "2027-01-15T12:00:00.000Z",
        lines: [{ name: "Service visit", sku: "SVC-Q", quantity: "4", price: "189" }],
      },
      { name: "Second surgery fit-out", stage: "appointmentscheduled", closeDate: null, lines: [] },
    ],
  },
];

export async function seed(context: TwinContext): Promise<void> {
  const silent = { ...context, deliver: () => undefined };
  for (const { company, contact, deals } of seeds) {
    const companyId = await made(silent, typeOf("companies"), company);
    const contactId = await made(silent, typeOf("contacts"), { ...contact, company: company.name ?? null });
    await associate(silent, { type: typeOf("contacts"), id: contactId }, { type: typeOf("companies"), id: companyId });
    for (const deal of deals) await addDeal(silent, deal, companyId, contactId);
  }
}

/** A deal with its lines, its company and its contact. Its amount is the sum of its lines after discounts. */
export async function addDeal(
  context: TwinContext,
  deal: DealSeed,
  companyId: string | null,
  contactId: string | null,
) {
  const lineIds: string[] = [];
  let amount = "0";
  for (const [index, line] of deal.lines.entries()) {
    const net = netOf(line);
    amount = addDecimals(amount, net);
    const properties = {
      name: line.name,
      description: line.description ?? null,
      hs_sku: line.sku,
      quantity: line.quantity,
      price: line.price,
      amount: net,
      hs_discount_percentage: line.discountPercentage ?? null,
      hs_line_item_currency_code: currency,
      hs_position_on_quote: String(index),
    };
    lineIds.push(await made(context, typeOf("line_items"), properties));
  }
  const type = typeOf("deals");
  const id = await made(context, type, {
    dealname: deal.name,
    dealstage: deal.stage,
    pipeline: "default",
    amount,
    deal_currency_code: currency,
    closedate: deal.closeDate,
    hubspot_owner_id: "71",
  });
  for (const lineId of lineIds) await associate(context, { type, id }, { type: typeOf("line_items"), id: lineId });
  if (companyId) await associate(context, { type, id }, { type: typeOf("companies"), id: companyId });
  if (contactId) await associate(context, { type, id }, { type: typeOf("contacts"), id: contactId });
  return id;
}

const currency = "GBP";

export const netOf = ({
  quantity,
  price,
  discountPercentage = "0",
}: Pick<LineSeed, "quantity" | "price" | "discountPercentage">) =>
  multiplyDecimals(multiplyDecimals(quantity, price), addDecimals("1", multiplyDecimals(discountPercentage, "-0.01")));

/** Writes a record that must be good: a refusal here is a mistake in our own seed or gesture input. */
export async function made(context: TwinContext, type: ObjectType, properties: Properties): Promise<string> {
  const result = await createRecord(context, type, properties, "CRM_UI");
  if ("record" in result) return result.record.id;
  throw new Fault({
    kind: "rejected",
    code: "twin-refused",
    message: `The HubSpot sandbox refused this: ${result.refused.body}`,
  });
}

export function typeOf(name: string): ObjectType {
  const type = findObjectType(name);
  if (!type) throw new Error(`The HubSpot twin has no ${name}`);
  return type;
}
