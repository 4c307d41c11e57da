import type * as z from "zod";
import type { Json, JsonObject } from "../_core/json.ts";
import type { VendorAccount, VendorHttp } from "./http.ts";
import type { VerifyScheme } from "./verify/scheme.ts";

/** One thing that happened, as the vendor tells it: loose, often only ids. */
export type WireEvent = JsonObject;

/** How a vendor's deliveries reach us. One URL per app registration; events are routed by the signed account id. */
export interface WebhookDefinition {
  verify: VerifyScheme;
  contentTypes: string[];
  /** The vendor's delivery time-out; printed on the endpoint's page. */
  timeoutMs: number;
  /** A verified raw body as events. Throws when it is signed but malformed. */
  events(body: string): WireEvent[];
  /** The signed account id (portalId, tenantId) of an event. */
  accountId(event: WireEvent): string;
  /** Unique per happening, made only of signed content. */
  dedupeKey(event: WireEvent): string;
  /** Status for deliveries whose signature is wrong (Xero's intent to receive wants 401 and an empty body). */
  refusedStatus: 401;
}

export interface PollPage {
  events: WireEvent[];
  cursor: Json;
  /** More pages wait right now. */
  more: boolean;
}

export interface TriggerDefinition {
  id: string;
  title: string;
  summary: string;
  keywords: string[];
  config: z.ZodType;
  /** The strict event a flow starts with, after `enrich`. */
  event: z.ZodType;
  /** Present when the vendor pushes this. Pure: does this wire event start a flow with this config? */
  accepts: ((event: WireEvent, config: unknown) => boolean) | null;
  poll: {
    intervalMs: number;
    /** Where a new trigger starts: nothing that happened before `now` is replayed. */
    start(now: Date): Json;
    fetch(config: unknown, cursor: Json, http: VendorHttp, account: VendorAccount): Promise<PollPage>;
    /** As the webhook's: unique per happening. May differ from the pushed one; effects meet by idempotency. */
    dedupeKey(event: WireEvent): string;
  } | null;
  /** The record whose changes must keep their order (`deal:123`); null where there is none. */
  entityKey(event: WireEvent): string | null;
  /** How people call it before it is read: shown in lists and searched. */
  businessKey(event: WireEvent): string;
  /** A recorded, retried read that completes a thin event. Absent: the wire event is the event. */
  enrich?(event: WireEvent, http: VendorHttp, account: VendorAccount): Promise<Json>;
  /** A ready sample of `event`, used by the preview and by manual runs. */
  sample: Json;
}

export function defineTrigger<C extends z.ZodType, E extends z.ZodType>(trigger: {
  id: string;
  title: string;
  summary: string;
  keywords: string[];
  config: C;
  event: E;
  accepts: ((event: WireEvent, config: z.output<C>) => boolean) | null;
  poll:
    | (Omit<NonNullable<TriggerDefinition["poll"]>, "fetch"> & {
        fetch(config: z.output<C>, cursor: Json, http: VendorHttp, account: VendorAccount): Promise<PollPage>;
      })
    | null;
  entityKey: TriggerDefinition["entityKey"];
  businessKey: TriggerDefinition["businessKey"];
  enrich?(event: WireEvent, http: VendorHttp, account: VendorAccount): Promise<z.output<E> & Json>;
  sample: z.output<E> & Json;
}): TriggerDefinition {
  const { accepts, poll } = trigger;
  return {
    ...trigger,
    accepts: accepts && ((event, config) => accepts(event, trigger.config.parse(config))),
    poll: poll && {
      ...poll,
      fetch: (config, cursor, http, account) => poll.fetch(trigger.config.parse(config), cursor, http, account),
    },
  };
}
