import * as z from "zod";
import { optionalTextOut, textOut } from "../../_kit/fields.ts";
import type { WireRequest, WireResponse } from "../../_kit/http.ts";
import { parseAnswer } from "../../_kit/parse.ts";
import { jsonHeaders } from "../read-json.ts";
import { CrmRecord, propertyOf } from "../schemas/record.ts";

/** What both deal updates answer with. */
export const PatchedDeal = z.strictObject({
  dealId: textOut({ title: "Deal id" }),
  name: optionalTextOut({ title: "Deal name" }),
  stage: optionalTextOut({ title: "Stage" }),
});

/** Setting named properties to given values: sent twice, the deal is the same as sent once. */
export function patchDeal(dealId: string, properties: Record<string, string>): WireRequest {
  return {
    method: "PATCH",
    path: `/crm/v3/objects/deals/${encodeURIComponent(dealId)}`,
    headers: jsonHeaders,
    body: JSON.stringify({ properties }),
  };
}

export function patchedDeal(response: WireResponse): z.infer<typeof PatchedDeal> {
  const record = parseAnswer(CrmRecord, response.body, { vendor: "HubSpot", after: "write" });
  return { dealId: record.id, name: propertyOf(record, "dealname"), stage: propertyOf(record, "dealstage") };
}

export const dealObject = ({ dealId, name }: z.infer<typeof PatchedDeal>): { id: string; label: string } => ({
  id: dealId,
  label: name ?? `Deal ${dealId}`,
});
