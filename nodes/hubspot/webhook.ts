import * as z from "zod";
import { findRefusedKey, type JsonObject } from "../_core/json.ts";
import { keyOf } from "../_kit/key-of.ts";
import { malformedDelivery } from "../_kit/parse.ts";
import type { WebhookDefinition, WireEvent } from "../_kit/trigger.ts";

const Id = z.union([z.string(), z.number()]);

/** One event of a delivery: loose, since each kind of event has fields of its own. */
export const HubSpotEvent = z.looseObject({
  portalId: Id,
  subscriptionType: z.string(),
  occurredAt: z.number(),
  subscriptionId: Id.nullish(),
  objectId: Id.nullish(),
  objectTypeId: z.string().nullish(),
  propertyName: z.string().nullish(),
  propertyValue: z.string().nullish(),
  changeSource: z.string().nullish(),
});
export type HubSpotEvent = z.infer<typeof HubSpotEvent>;

/** As documented; a longer list is not refused, since the bytes are signed. */
export const maxEventsPerDelivery = 100;

export const webhook: WebhookDefinition = {
  verify: {
    kind: "hmac-sha256",
    encoding: "base64",
    signatureHeader: "x-hubspot-signature-v3",
    timestamp: { header: "x-hubspot-request-timestamp", unit: "ms", toleranceMs: 300_000 },
    signed: ["method", "url", "body", "timestamp"],
  },
  contentTypes: ["application/json"],
  timeoutMs: 5_000,

  events(body) {
    const events = parse(body);
    if (!Array.isArray(events)) throw malformedDelivery("HubSpot", "it is not a list of events");
    return events.map((event: unknown) => {
      if (!isWireEvent(event)) throw malformedDelivery("HubSpot", "an event lacks its portal, type or time");
      return event;
    });
  },

  accountId: (event) => String(read(event).portalId),

  /** `eventId` is not promised to be unique, so the key is made of what happened: where, to what, which value, when. */
  dedupeKey(event) {
    const { portalId, subscriptionId, subscriptionType, objectId, propertyName, propertyValue, occurredAt } =
      read(event);
    const others = ["fromObjectId", "toObjectId", "associationType", "changeFlag"].map((field) => textOf(event[field]));
    const what = keyOf(propertyName, propertyValue, ...others);
    return keyOf(portalId, subscriptionId, subscriptionType, objectId, what, occurredAt);
  },

  refusedStatus: 401,
};

function parse(body: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw malformedDelivery("HubSpot", "it is not JSON");
  }
  if (findRefusedKey(value) !== null) throw malformedDelivery("HubSpot", "it holds a key that is never taken in");
  return value;
}

const isWireEvent = (event: unknown): event is JsonObject => HubSpotEvent.safeParse(event).success;

/** Events reach this file only by way of `events`, so a failure here is ours. */
const read = (event: WireEvent): HubSpotEvent => HubSpotEvent.parse(event);

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;
