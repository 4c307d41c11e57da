import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import { decimalOfVendor, subtractDecimals } from "../../_core/money/decimal.ts";
import { day, decimalOut, moneyOut, optionalTextOut, textOut } from "../../_kit/fields.ts";
import { type CrmRecord, propertyOf } from "./record.ts";

/**
 * A deal as mappings see it, with the company, people and lines that belong to it. Nothing in here may differ between
 * two reads of an unchanged deal: no time of change, no order by chance. A flow that invoices a deal twice is recognised
 * by equal bytes.
 */
export const Deal = z
  .strictObject({
    id: textOut({ title: "Deal id" }),
    name: textOut({ title: "Deal name" }),
    stage: textOut({ title: "Stage", description: "Id of the stage." }),
    pipeline: textOut({ title: "Pipeline", description: "Id of the pipeline." }),
    amount: moneyOut({ title: "Amount" }).nullable().meta({ title: "Amount" }),
    currency: optionalTextOut({ title: "Currency", description: "ISO code; empty where the portal has one currency." }),
    closeDate: day({ title: "Close date", description: "In UTC." }).nullable().meta({ title: "Close date" }),
    ownerId: optionalTextOut({ title: "Owner id" }),
    description: optionalTextOut({ title: "Description" }),
  })
  .meta({ title: "Deal" });
export type Deal = z.infer<typeof Deal>;

export const Company = z
  .strictObject({
    id: textOut({ title: "Company id" }),
    name: textOut({ title: "Company name" }),
    domain: optionalTextOut({ title: "Domain" }),
    phone: optionalTextOut({ title: "Phone" }),
    address: optionalTextOut({ title: "Street" }),
    address2: optionalTextOut({ title: "Street, second line" }),
    city: optionalTextOut({ title: "City" }),
    region: optionalTextOut({ title: "State or region" }),
    postalCode: optionalTextOut({ title: "Postal code" }),
    country: optionalTextOut({ title: "Country" }),
  })
  .meta({ title: "Company" });
export type Company = z.infer<typeof Company>;

export const Contact = z
  .strictObject({
    id: textOut({ title: "Contact id" }),
    email: optionalTextOut({ title: "E-mail" }),
    firstName: optionalTextOut({ title: "First name" }),
    lastName: optionalTextOut({ title: "Last name" }),
    phone: optionalTextOut({ title: "Phone" }),
    jobTitle: optionalTextOut({ title: "Job title" }),
  })
  .meta({ title: "Contact" });
export type Contact = z.infer<typeof Contact>;

export const LineItem = z
  .strictObject({
    id: textOut({ title: "Line id" }),
    name: textOut({ title: "Line name" }),
    description: optionalTextOut({ title: "Description" }),
    sku: optionalTextOut({ title: "SKU" }),
    productId: optionalTextOut({ title: "Product id" }),
    quantity: decimalOut({ title: "Quantity" }),
    price: moneyOut({ title: "Unit price", description: "Before any discount." }),
    discountAmount: moneyOut({ title: "Discount per unit" }).nullable().meta({ title: "Discount per unit" }),
    discountRate: decimalOut({ title: "Discount in %" }).nullable().meta({ title: "Discount in %" }),
    netPrice: moneyOut({
      title: "Unit price less discount per unit",
      description: "A discount in % is still to come off.",
    }),
    currency: optionalTextOut({ title: "Currency" }),
  })
  .meta({ title: "Line item" });
export type LineItem = z.infer<typeof LineItem>;

export const dealProperties = [
  "dealname",
  "dealstage",
  "pipeline",
  "amount",
  "deal_currency_code",
  "closedate",
  "hubspot_owner_id",
  "description",
  "hs_lastmodifieddate",
];
export const companyProperties = ["name", "domain", "phone", "address", "address2", "city", "state", "zip", "country"];
export const contactProperties = ["email", "firstname", "lastname", "phone", "jobtitle"];
export const lineItemProperties = [
  "name",
  "description",
  "hs_sku",
  "hs_product_id",
  "quantity",
  "price",
  "discount",
  "hs_discount_percentage",
  "hs_line_item_currency_code",
  "hs_position_on_quote",
];

export const toDeal = (record: CrmRecord): Deal => ({
  id: record.id,
  name: propertyOf(record, "dealname") ?? `Deal ${record.id}`,
  stage: propertyOf(record, "dealstage") ?? "",
  pipeline: propertyOf(record, "pipeline") ?? "",
  amount: figure(record, "amount", "Amount"),
  currency: propertyOf(record, "deal_currency_code"),
  closeDate: propertyOf(record, "closedate")?.slice(0, 10) ?? null,
  ownerId: propertyOf(record, "hubspot_owner_id"),
  description: propertyOf(record, "description"),
});

export const toCompany = (record: CrmRecord): Company => ({
  id: record.id,
  name: propertyOf(record, "name") ?? propertyOf(record, "domain") ?? `Company ${record.id}`,
  domain: propertyOf(record, "domain"),
  phone: propertyOf(record, "phone"),
  address: propertyOf(record, "address"),
  address2: propertyOf(record, "address2"),
  city: propertyOf(record, "city"),
  region: propertyOf(record, "state"),
  postalCode: propertyOf(record, "zip"),
  country: propertyOf(record, "country"),
});

export const toContact = (record: CrmRecord): Contact => ({
  id: record.id,
  email: propertyOf(record, "email"),
  firstName: propertyOf(record, "firstname"),
  lastName: propertyOf(record, "lastname"),
  phone: propertyOf(record, "phone"),
  jobTitle: propertyOf(record, "jobtitle"),
});

export function toLineItem(record: CrmRecord): LineItem {
  const price = figure(record, "price", "Unit price") ?? "0";
  const discountAmount = figure(record, "discount", "Discount");
  return {
    id: record.id,
    name: propertyOf(record, "name") ?? `Line ${record.id}`,
    description: propertyOf(record, "description"),
    sku: propertyOf(record, "hs_sku"),
    productId: propertyOf(record, "hs_product_id"),
    // HubSpot shows an empty quantity as 1.
    quantity: figure(record, "quantity", "Quantity") ?? "1",
    price,
    discountAmount,
    discountRate: figure(record, "hs_discount_percentage", "Discount in %"),
    netPrice: discountAmount === null ? price : subtractDecimals(price, discountAmount),
    currency: propertyOf(record, "hs_line_item_currency_code"),
  };
}

/** Where a person put the line on the quote; lines without a place come last. */
export const positionOf = (record: CrmRecord): number => {
  const text = propertyOf(record, "hs_position_on_quote");
  return text !== null && /^\d{1,9}(\.0)?$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
};

/** Figures are text on the wire, sometimes with an exponent. One that is no figure must not become a zero. */
function figure(record: CrmRecord, property: string, title: string): string | null {
  const text = propertyOf(record, property);
  if (text === null) return null;
  try {
    return decimalOfVendor(text);
  } catch {
    throw new Fault({
      kind: "rejected",
      code: "not-a-number",
      message: `HubSpot record ${record.id}: *${title}* is not a number.`,
      fix: `Correct ${title.toLowerCase()} in HubSpot.`,
      detail: { id: record.id, property },
    });
  }
}
