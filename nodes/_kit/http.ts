/** A request as a connector describes it: relative to the connection's base URL, without credentials. */
export interface WireRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path on the API host, parameters already encoded: `/api.xro/2.0/Invoices`. */
  path: string;
  query?: Record<string, string>;
  /** Never Authorization: egress attaches it, so that frozen bytes hold no secret. */
  headers?: Record<string, string>;
  /** The exact text that is sent. */
  body?: string;
}

export interface WireResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

/**
 * A connected, authorised client for one connection. Resolves with any HTTP answer (4xx and 5xx too) and throws a
 * Fault (`unavailable`, with `sent`) when there was none.
 */
export interface VendorHttp {
  request(request: WireRequest): Promise<WireResponse>;
}

/** The vendor account a connection is authorised for (HubSpot portal, Xero tenant). */
export interface VendorAccount {
  id: string;
  name: string;
}
