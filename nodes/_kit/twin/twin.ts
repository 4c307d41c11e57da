import type { Json, JsonObject, JsonSchema } from "../../_core/json.ts";

/**
 * A twin stands in for a vendor: stateful, with its OAuth server, quotas, errors and signed webhooks. The product
 * hosts one per organisation; state lives in PostgreSQL, each request is one transaction.
 */
export interface TwinStore {
  get(collection: string, id: string): Promise<JsonObject | null>;
  /** Oldest first. `where` matches top-level fields by equality. */
  list(collection: string, where?: Record<string, Json>): Promise<TwinRecord[]>;
  /** Inserts or replaces. */
  put(collection: string, id: string, body: JsonObject): Promise<void>;
  delete(collection: string, id: string): Promise<void>;
  /** 1, 2, 3 … per collection, never reused. */
  nextNumber(collection: string): Promise<number>;
}

export interface TwinRecord {
  id: string;
  body: JsonObject;
  createdAt: Date;
  updatedAt: Date;
}

export interface TwinRequest {
  method: string;
  /** Path below the twin's origin: `/crm/v3/objects/deals/12`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

export interface TwinResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A webhook the twin will send, signed, after the transaction commits. */
export interface TwinDelivery {
  events: JsonObject[];
}

export interface TwinContext {
  store: TwinStore;
  now: Date;
  /** The account this twin plays: portal id, tenant id. Derived from the organisation, stable. */
  account: { id: string; name: string };
  /** OAuth client the organisation's sandbox app uses. */
  client: { id: string; secret: string };
  /** Absolute origin of this twin, no trailing slash: `http://127.0.0.1:3000/twin/xero/<key>`. */
  origin: string;
  /** Random id in the vendor's style is the twin's own business; this is the source of randomness (UUID v4). */
  uuid(): string;
  /** Queue a webhook delivery for what this request changed. */
  deliver(events: JsonObject[]): void;
}

export interface TwinRoute {
  method: string;
  /** `:name` matches one segment. */
  path: string;
  /** Whether this route changes records: faults can strike before or after the effect. */
  mutates: boolean;
  /** Sign-in routes are not counted against the API's quota. */
  free?: boolean;
  handle(request: TwinRequest, context: TwinContext): Promise<TwinResponse>;
}

export interface TwinView {
  collection: string;
  title: string;
  /** `field` is a top-level field of the record's body. */
  columns: { field: string; title: string; numeric?: boolean }[];
}

/** A hand on the vendor's own screen: what a person does in the CRM to make something happen. */
export interface TwinGesture {
  id: string;
  title: string;
  /** The view whose rows it is offered on; it then gets the row's `id`. Absent: it stands above the tables. */
  on?: string;
  /** What it asks for, as a form. */
  input: JsonSchema;
  run(context: TwinContext, input: JsonObject): Promise<JsonObject>;
}

export interface TwinTokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

export interface TwinDefinition {
  vendor: string;
  title: string;
  seed(context: TwinContext): Promise<void>;
  routes: TwinRoute[];
  /**
   * Headers of every answer (quota). Called inside the request's transaction. A `retry-after` in `exceeded` is replaced
   * by the seconds that are left of the window.
   */
  quota: {
    limit: number;
    windowMs: number;
    headers(remaining: number): Record<string, string>;
    exceeded: TwinResponse;
  };
  /** Signed body and headers for a delivery, or null when this twin pushes nothing. `url` is the registered URL. */
  sign:
    | ((
        events: JsonObject[],
        secret: string,
        url: string,
        now: Date,
      ) => { headers: Record<string, string>; body: string })
    | null;
  /** Tables of the twin inspector. */
  views: TwinView[];
  gestures: TwinGesture[];
  /** Tokens as a person's consent would give them: for sandboxes that are connected with one click. */
  grant(context: TwinContext): Promise<TwinTokens>;
}
