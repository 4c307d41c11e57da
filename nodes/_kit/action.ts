import type * as z from "zod";
import type { Json } from "../_core/json.ts";
import type { VendorAccount, VendorHttp, WireRequest, WireResponse } from "./http.ts";
import { parseInput } from "./parse.ts";

/** What an action may rely on when a write's outcome is unknown (lost answer, crash after the first byte). */
export type Capability =
  | {
      kind: "vendor-key";
      /** Header that carries the key. */
      header: string;
      /** How long the vendor remembers it; the same bytes are sent again only while younger than 0.8 of this. */
      ttlMs: number;
      maxLength: number;
      /** The vendor also replays stored errors: a replayed 5xx must not be looped. */
      replaysErrors: boolean;
      /** What holds once the key is too old. */
      afterTtl: FallbackCapability;
    }
  | FallbackCapability;

export type FallbackCapability =
  | { kind: "upsert" }
  | {
      kind: "find";
      /** How long the vendor's search may lag behind its writes. */
      lagMs: number;
      /** The vendor refuses a second record with the same marker, so "none found" proves that none exists. */
      uniqueEnforced: boolean;
    }
  | { kind: "none" };

export interface ActionContext {
  account: VendorAccount;
  /** Derived from the effect key, within the capability's length and [A-Za-z0-9-]; also the marker for `find`. */
  vendorKey: string;
}

interface ActionBase {
  id: string;
  title: string;
  /** One sentence, shown in the palette. */
  summary: string;
  keywords: string[];
  /** Settings fixed at design time (Xero status DRAFT or AUTHORISED); `z.strictObject({})` where there are none. */
  config: z.ZodType;
  /** What a mapping produces. Checked before any write; every field has a title. */
  input: z.ZodType;
  output: z.ZodType;
}

/** Repeated freely; may make several requests. */
export interface ReadAction extends ActionBase {
  effect: "read";
  read(input: unknown, config: unknown, http: VendorHttp, account: VendorAccount): Promise<Json>;
}

/**
 * At most one mutating request, by construction: `request` builds it, the runtime freezes and sends it, `answer` reads
 * what came back. Neither can reach the network.
 */
export interface WriteAction extends ActionBase {
  effect: "create" | "update" | "delete";
  capability: Capability;
  /** Output fields kept in the ledger for 400 days: ids that later nodes need when the effect is skipped. */
  kept: string[];
  /** Suggested idempotency expression over the input, offered by the designer. */
  suggestedIdempotency?: string;
  request(input: unknown, config: unknown, context: ActionContext): WireRequest;
  /** A 2xx answer as output. Throws a Fault where the body breaks the contract (then the outcome is unknown). */
  answer(response: WireResponse): Json;
  /** The vendor's id of the object this answer speaks of, and how people call it (invoice number). */
  object(output: Json): { id: string; label: string; url?: string };
  /** Searches for earlier effects by marker; needed by capability `find`. Outputs, as `answer` gives them. */
  find?(request: WireRequest, http: VendorHttp, context: ActionContext): Promise<Json[]>;
}

export type ActionDefinition = ReadAction | WriteAction;

interface TypedBase<C extends z.ZodType, I extends z.ZodType, O extends z.ZodType> {
  id: string;
  title: string;
  summary: string;
  keywords: string[];
  config: C;
  input: I;
  output: O;
}

export function defineRead<C extends z.ZodType, I extends z.ZodType, O extends z.ZodType>(
  action: TypedBase<C, I, O> & {
    read(
      input: z.output<I>,
      config: z.output<C>,
      http: VendorHttp,
      account: VendorAccount,
    ): Promise<z.output<O> & Json>;
  },
): ReadAction {
  return {
    ...action,
    effect: "read",
    read: (input, config, http, account) =>
      action.read(parseInput(action.input, input), parseInput(action.config, config), http, account),
  };
}

export function defineWrite<C extends z.ZodType, I extends z.ZodType, O extends z.ZodType>(
  action: TypedBase<C, I, O> & {
    effect: WriteAction["effect"];
    capability: Capability;
    kept: string[];
    suggestedIdempotency?: string;
    request(input: z.output<I>, config: z.output<C>, context: ActionContext): WireRequest;
    answer(response: WireResponse): z.output<O> & Json;
    object(output: z.output<O>): { id: string; label: string; url?: string };
    find?: WriteAction["find"];
  },
): WriteAction {
  return {
    ...action,
    request: (input, config, context) =>
      action.request(parseInput(action.input, input), parseInput(action.config, config), context),
    object: (output) => action.object(action.output.parse(output)),
  };
}
