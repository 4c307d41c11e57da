import type { VendorAccount, VendorHttp, WireRequest, WireResponse } from "./http.ts";
import type { QuotaReading } from "./quota.ts";

export interface OAuth2Definition {
  kind: "oauth2";
  authorizeUrl: string;
  tokenUrl: string;
  revokeUrl: string | null;
  scopes: string[];
  /** How the client identifies itself at the token endpoint. */
  clientAuth: "basic" | "body";
  pkce: boolean;
  /** Each refresh returns a new refresh token that must be stored before use. */
  rotatesRefreshToken: boolean;
}

export interface OptionItem {
  value: string;
  label: string;
  hint?: string;
}

/** Reads a list the vendor keeps (accounts, tax rates, pipelines); cached per connection by the caller. */
export type OptionList = (http: VendorHttp, account: VendorAccount) => Promise<OptionItem[]>;

export interface QuotaGroup {
  id: string;
  /** Tokens and the time in which they come back. */
  limit: number;
  windowMs: number;
}

export interface ConnectionDefinition {
  auth: OAuth2Definition;
  /** Origin of the API in the live environment; a sandbox keeps the path and replaces the origin by its twin's. */
  baseUrl: string;
  /** Hosts a credential of this connector may be sent to. */
  allowedHosts: string[];
  /** Headers that every call of a connection carries (Xero-Tenant-Id). */
  headers(account: VendorAccount): Record<string, string>;
  /** Accounts the granted token can act for; called once after consent. */
  discoverAccounts(http: VendorHttp, accessToken: string): Promise<VendorAccount[]>;
  /** A cheap read that proves the connection works; also the breaker's probe where no read is parked. */
  health: WireRequest;
  quotas: QuotaGroup[];
  /** Which quota group a request draws from. */
  quotaOf(request: WireRequest): string;
  /** What the vendor's headers say about its own counting; empty where they are silent. */
  readQuota?(response: WireResponse): QuotaReading[];
}
