import type { JsonObject } from "../../_core/json.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { portalNumber } from "./oauth.ts";
import type { ObjectType } from "./object-types.ts";
import type { ChangeSource, Properties, StoredRecord } from "./records.ts";

/** Webhook subscriptions of the sandbox app; the ids are part of what HubSpot signs. */
const subscriptions = [
  { id: 2_750_001, type: "deals", subscriptionType: "deal.propertyChange", property: "dealstage" },
];

const appId = 900_100;

/** Queues what HubSpot would push about a record that was just written. A value set again to itself is no change. */
export function reportChanges(
  context: TwinContext,
  type: ObjectType,
  record: StoredRecord,
  before: Properties,
  source: ChangeSource,
): void {
  const events = subscriptions
    .filter(({ type: name, property }) => name === type.name && changed(record.properties, before, property))
    .map(
      ({ id, subscriptionType, property }): JsonObject => ({
        // Not promised to be unique by HubSpot, so nothing may rely on it: here it never is.
        eventId: 1,
        subscriptionId: id,
        portalId: portalNumber(context.account.id),
        appId,
        occurredAt: context.now.getTime(),
        subscriptionType,
        attemptNumber: 0,
        objectId: Number(record.id),
        propertyName: property,
        propertyValue: record.properties[property] ?? "",
        changeSource: source,
        sourceId: source === "CRM_UI" ? "userId:71" : String(appId),
      }),
    );
  if (events.length > 0) context.deliver(events);
}

const changed = (after: Properties, before: Properties, property: string): boolean =>
  (after[property] ?? null) !== (before[property] ?? null);
