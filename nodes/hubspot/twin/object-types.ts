import * as association from "../association-types.ts";

export interface PropertyDefinition {
  name: string;
  label: string;
  type: "string" | "number" | "datetime" | "enumeration";
  unique?: boolean;
}

export interface ObjectType {
  /** Plural name in paths. */
  name: string;
  typeId: string;
  /** Ids of records start here, so that a sample is recognised by its id. */
  firstId: number;
  modifiedProperty: string;
  /** What a read gives when it names no properties. */
  shown: string[];
  properties: PropertyDefinition[];
}

const text = (name: string, label: string): PropertyDefinition => ({ name, label, type: "string" });
const number = (name: string, label: string): PropertyDefinition => ({ name, label, type: "number" });
const time = (name: string, label: string): PropertyDefinition => ({ name, label, type: "datetime" });

const kept = (modified: string): PropertyDefinition[] => [
  text("hs_object_id", "Record id"),
  time("createdate", "Create date"),
  time(modified, "Last modified date"),
];

/** The kinds of record the twin plays, with the properties our connector and its template touch and some beside. */
export const objectTypes: readonly ObjectType[] = [
  {
    name: "deals",
    typeId: "0-3",
    firstId: 1_001,
    modifiedProperty: "hs_lastmodifieddate",
    shown: ["amount", "closedate", "dealname", "dealstage", "pipeline"],
    properties: [
      ...kept("hs_lastmodifieddate"),
      text("dealname", "Deal name"),
      { name: "dealstage", label: "Deal stage", type: "enumeration" },
      { name: "pipeline", label: "Pipeline", type: "enumeration" },
      number("amount", "Amount"),
      text("deal_currency_code", "Currency"),
      time("closedate", "Close date"),
      text("hubspot_owner_id", "Deal owner"),
      text("description", "Deal description"),
    ],
  },
  {
    name: "contacts",
    typeId: "0-1",
    firstId: 301,
    modifiedProperty: "lastmodifieddate",
    shown: ["email", "firstname", "lastname"],
    properties: [
      ...kept("lastmodifieddate"),
      { ...text("email", "Email"), unique: true },
      text("firstname", "First name"),
      text("lastname", "Last name"),
      text("phone", "Phone number"),
      text("jobtitle", "Job title"),
      text("company", "Company name"),
      text("hubspot_owner_id", "Contact owner"),
    ],
  },
  {
    name: "companies",
    typeId: "0-2",
    firstId: 501,
    modifiedProperty: "hs_lastmodifieddate",
    shown: ["name", "domain"],
    properties: [
      ...kept("hs_lastmodifieddate"),
      text("name", "Company name"),
      text("domain", "Company domain name"),
      text("phone", "Phone number"),
      text("address", "Street address"),
      text("address2", "Street address 2"),
      text("city", "City"),
      text("state", "State/Region"),
      text("zip", "Postal code"),
      text("country", "Country/Region"),
    ],
  },
  {
    name: "line_items",
    typeId: "0-8",
    firstId: 2_001,
    modifiedProperty: "hs_lastmodifieddate",
    shown: ["quantity", "amount", "price"],
    properties: [
      ...kept("hs_lastmodifieddate"),
      text("name", "Name"),
      text("description", "Description"),
      text("hs_sku", "SKU"),
      text("hs_product_id", "Product id"),
      number("quantity", "Quantity"),
      number("price", "Unit price"),
      number("amount", "Net price"),
      number("discount", "Unit discount"),
      number("hs_discount_percentage", "Discount percentage"),
      text("hs_line_item_currency_code", "Currency"),
      number("hs_position_on_quote", "Position on quote"),
    ],
  },
  {
    name: "notes",
    typeId: "0-46",
    firstId: 7_001,
    modifiedProperty: "hs_lastmodifieddate",
    shown: ["hs_timestamp"],
    properties: [...kept("hs_lastmodifieddate"), time("hs_timestamp", "Time"), text("hs_note_body", "Note")],
  },
];

/** Paths name a type in the plural, the singular or by its number. */
export const findObjectType = (name: string): ObjectType | undefined =>
  objectTypes.find((type) => [type.name, singular(type.name), type.typeId].includes(name.replaceAll(" ", "_")));

export const singular = (name: string): string => (name === "companies" ? "company" : name.slice(0, -1));

export interface AssociationType {
  from: string;
  to: string;
  typeId: number;
  /** As a read with `associations=` names it. */
  label: string;
  /** A primary association is listed a second time under its plain type. */
  plain?: { typeId: number; label: string };
}

const unlabelled = (from: string, to: string, typeId: number): AssociationType => ({
  from,
  to,
  typeId,
  label: `${singular(from)}_to_${singular(to)}`,
});

/** Both directions of what may be associated; the first of a pair of types is the default. */
export const associationTypes: readonly AssociationType[] = [
  unlabelled("deals", "contacts", association.dealToContact),
  unlabelled("contacts", "deals", association.contactToDeal),
  {
    ...unlabelled("deals", "companies", association.dealToCompanyPrimary),
    plain: { typeId: association.dealToCompany, label: "deal_to_company_unlabeled" },
  },
  {
    ...unlabelled("companies", "deals", association.companyToDealPrimary),
    plain: { typeId: association.companyToDeal, label: "company_to_deal_unlabeled" },
  },
  unlabelled("deals", "line_items", association.dealToLineItem),
  unlabelled("line_items", "deals", association.lineItemToDeal),
  unlabelled("contacts", "companies", association.contactToCompany),
  unlabelled("companies", "contacts", association.companyToContact),
  unlabelled("notes", "deals", association.noteToDeal),
  unlabelled("deals", "notes", association.dealToNote),
];

export const findAssociationType = (from: string, to: string): AssociationType | undefined =>
  associationTypes.find((type) => type.from === from && type.to === to);
