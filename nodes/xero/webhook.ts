import * as z from "zod";
import { findRefusedKey, type JsonObject } from "../_core/json.ts";
import { keyOf } from "../_kit/key-of.ts";
import { malformedDelivery } from "../_kit/parse.ts";
import type { WebhookDefinition, WireEvent } from "../_kit/trigger.ts";

export const XeroEvent = z.looseObject({
  tenantId: z.string(),
  resourceId: z.string(),
  eventCategory: z.string(),
  eventType: z.string(),
  eventDateUtc: z.string(),
});
export type XeroEvent = z.infer<typeof XeroEvent>;

const Delivery = z.looseObject({ events: z.array(z.unknown()) });

export const webhook: WebhookDefinition = {
  verify: {
    kind: "hmac-sha256",
    encoding: "base64",
    signatureHeader: "x-xero-signature",
    timestamp: null,
    signed: ["body"],
  },
  contentTypes: ["application/json"],
  timeoutMs: 5_000,

  /** The intent to receive is a delivery without events: accepted by its signature alone. */
  events(body) {
    const { events } = parse(body);
    return events.map((event) => {
      if (!isWireEvent(event)) throw malformedDelivery("Xero", "an event lacks its tenant, record or time");
      return event;
    });
  },

  accountId: (event) => read(event).tenantId,

  /** The whole body is signed, so everything in an event may be part of its key. */
  dedupeKey(event) {
    const { tenantId, resourceId, eventCategory, eventType, eventDateUtc } = read(event);
    return keyOf(tenantId, eventCategory, resourceId, eventType, eventDateUtc);
  },

  refusedStatus: 401,
};

function parse(body: string): z.infer<typeof Delivery> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw malformedDelivery("Xero", "it is not JSON");
  }
  if (findRefusedKey(value) !== null) throw malformedDelivery("Xero", "it holds a key that is never taken in");
  const delivery = Delivery.safeParse(value);
  if (!delivery.success) throw malformedDelivery("Xero", "it holds no list of events");
  return delivery.data;
}

const isWireEvent = (event: unknown): event is JsonObject => XeroEvent.safeParse(event).success;

/** Events reach this file only by way of `events`, so a failure here is ours. */
const read = (event: WireEvent): XeroEvent => XeroEvent.parse(event);
