import * as z from "zod";
import { chunks } from "../_kit/chunks.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { jsonHeaders, readJson } from "./read-json.ts";
import {
  type Company,
  type Contact,
  companyProperties,
  contactProperties,
  type Deal,
  dealProperties,
  type LineItem,
  lineItemProperties,
  positionOf,
  toCompany,
  toContact,
  toDeal,
  toLineItem,
} from "./schemas/deal.ts";
import { byId, type CrmRecord, propertyOf, RecordPage, RecordWithAssociations } from "./schemas/record.ts";

export interface WholeDeal {
  deal: Deal;
  company: Company | null;
  contacts: Contact[];
  lineItems: LineItem[];
  /** Of the deal itself; facts about the moment, so kept apart from what mappings see. */
  modifiedAt: string | null;
}

/** HubSpot sends ids only: a deal with everything an order or an invoice needs takes up to four reads. */
export async function readDeal(http: VendorHttp, dealId: string): Promise<WholeDeal> {
  const record = await readJson(
    http,
    {
      method: "GET",
      path: `/crm/v3/objects/deals/${encodeURIComponent(dealId)}`,
      query: { properties: dealProperties.join(","), associations: "companies,contacts,line_items" },
    },
    RecordWithAssociations,
  );
  const companies = await associated(http, record, "companies");
  const company = companies.find(({ types }) => types.includes("deal_to_company")) ?? companies[0];
  const contactIds = await associated(http, record, "contacts");
  const lineItemIds = await associated(http, record, "line_items");

  const [companyRecord] = company ? await batchRead(http, "companies", companyProperties, [company.id]) : [];
  const contacts = await batchRead(http, "contacts", contactProperties, idsOf(contactIds));
  const lineItems = await batchRead(http, "line_items", lineItemProperties, idsOf(lineItemIds));
  return {
    deal: toDeal(record),
    company: companyRecord ? toCompany(companyRecord) : null,
    contacts: contacts.sort(byId).map(toContact),
    lineItems: lineItems.sort((a, b) => positionOf(a) - positionOf(b) || byId(a, b)).map(toLineItem),
    modifiedAt: propertyOf(record, "hs_lastmodifieddate") ?? record.updatedAt ?? null,
  };
}

interface Associated {
  id: string;
  types: string[];
}

const AssociationPage = z.looseObject({
  results: z.array(z.looseObject({ toObjectId: z.union([z.string(), z.number()]) })),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
});

/**
 * Ids in order, each once: a primary association is listed a second time without its label. A deal with more associations than
 * one answer holds is read on from the associations endpoint.
 */
async function associated(http: VendorHttp, record: RecordWithAssociations, to: string): Promise<Associated[]> {
  // The answer names line items with a blank, the request with an underscore.
  const list = record.associations?.[to] ?? record.associations?.[to.replaceAll("_", " ")];
  const found = new Map<string, Associated>();
  for (const { id, type } of list?.results ?? []) {
    const known = found.get(id);
    if (known) known.types.push(type);
    else found.set(id, { id, types: [type] });
  }
  let after = list?.paging?.next ? "0" : undefined;
  while (after !== undefined) {
    const page: z.infer<typeof AssociationPage> = await readJson(
      http,
      {
        method: "GET",
        path: `/crm/v4/objects/deals/${encodeURIComponent(record.id)}/associations/${to}`,
        query: { limit: "500", ...(after === "0" ? {} : { after }) },
      },
      AssociationPage,
    );
    for (const { toObjectId } of page.results) {
      const id = String(toObjectId);
      if (!found.has(id)) found.set(id, { id, types: [] });
    }
    const next: string | undefined = page.paging?.next?.after;
    after = next === after ? undefined : next;
  }
  return [...found.values()].sort(byId);
}

const idsOf = (associated: Associated[]): string[] => associated.map(({ id }) => id);
const maxBatch = 100;

async function batchRead(http: VendorHttp, type: string, properties: string[], ids: string[]): Promise<CrmRecord[]> {
  const records: CrmRecord[] = [];
  for (const some of chunks(ids, maxBatch)) {
    const body = JSON.stringify({ properties, inputs: some.map((id) => ({ id })) });
    const path = `/crm/v3/objects/${type}/batch/read`;
    const page = await readJson(http, { method: "POST", path, headers: jsonHeaders, body }, RecordPage);
    records.push(...page.results);
  }
  return records;
}
