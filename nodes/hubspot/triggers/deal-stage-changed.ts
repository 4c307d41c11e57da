import * as z from "zod";
import { instant, optionalTextOut, textIn, textOut } from "../../_kit/fields.ts";
import { keyOf } from "../../_kit/key-of.ts";
import { defineTrigger, type WireEvent } from "../../_kit/trigger.ts";
import { readDeal } from "../read-deal.ts";
import { dealEventSample } from "../samples/deal-event.ts";
import { Company, Contact, Deal, LineItem } from "../schemas/deal.ts";
import { HubSpotEvent } from "../webhook.ts";
import { fetchDealsInStage, startCursor } from "./deals-in-stage.ts";

export const DealEvent = z.strictObject({
  portalId: textOut({ title: "Portal id" }),
  deal: Deal,
  company: Company.nullable().meta({ title: "Company" }),
  contacts: z.array(Contact).meta({ title: "Contacts" }),
  lineItems: z.array(LineItem).meta({ title: "Line items" }),
  /**
   * How and when we heard of it. Only in here may webhook, poll and a second win of the same deal differ: a mapping that
   * uses it makes a different effect each time.
   */
  source: z
    .strictObject({
      via: z.enum(["webhook", "poll"]).meta({ title: "Heard by" }),
      occurredAt: instant({ title: "Happened at" }),
      modifiedAt: optionalTextOut({ title: "Last changed at" }),
      changeSource: optionalTextOut({ title: "Changed by", description: "HubSpot's name for what made the change." }),
    })
    .meta({ title: "Source", description: "Differs between deliveries of the same deal." }),
});
export type DealEvent = z.infer<typeof DealEvent>;

const dealTypeId = "0-3";

export const dealStageChanged = defineTrigger({
  id: "deal-stage-changed",
  title: "Deal reaches a stage",
  summary: "Starts when a deal is moved to the stage you choose, with its company, contacts and line items.",
  keywords: ["won", "closed", "pipeline", "opportunity", "crm"],
  // Stage ids are unique in a portal, across pipelines, so a pipeline need not be asked for.
  config: z.strictObject({
    stage: textIn({
      title: "Stage",
      description: "The stage whose deals start this flow.",
      max: 100,
      options: "dealStages",
    }).default("closedwon"),
  }),
  event: DealEvent,

  accepts(event, { stage }) {
    const { subscriptionType, objectTypeId, propertyName, propertyValue } = HubSpotEvent.parse(event);
    const isDealChange =
      subscriptionType === "deal.propertyChange" ||
      (subscriptionType === "object.propertyChange" && objectTypeId === dealTypeId);
    return isDealChange && propertyName === "dealstage" && propertyValue === stage;
  },

  poll: {
    intervalMs: 60_000,
    start: startCursor,
    fetch: ({ stage }, cursor, http, account) => fetchDealsInStage(stage, cursor, http, account),
    dedupeKey: (event) => {
      const { portalId, objectId, propertyValue, occurredAt } = HubSpotEvent.parse(event);
      return keyOf("poll", portalId, objectId, propertyValue, occurredAt);
    },
  },

  entityKey: (event) => `deal:${dealIdOf(event)}`,
  businessKey: (event) => `Deal ${dealIdOf(event)}`,

  async enrich(event, http) {
    const { portalId, occurredAt, changeSource } = HubSpotEvent.parse(event);
    const { modifiedAt, ...whole } = await readDeal(http, dealIdOf(event));
    return {
      portalId: String(portalId),
      ...whole,
      source: {
        via: event.via === "poll" ? ("poll" as const) : ("webhook" as const),
        occurredAt: new Date(occurredAt).toISOString(),
        modifiedAt,
        changeSource: changeSource ?? null,
      },
    };
  },

  sample: dealEventSample,
});

const dealIdOf = (event: WireEvent): string => String(HubSpotEvent.parse(event).objectId);
