import { Fault, isFault } from "#nodes/_core/fault.ts";
import type { VendorHttp, WireRequest, WireResponse } from "#nodes/_kit/http.ts";
import { hideSecrets } from "./redact.ts";
import { type SendOptions, send } from "./send.ts";
import type { VendorTarget } from "./vendor-target.ts";

/** What a connection proves itself with. Only egress asks, and attaches it. */
export interface Credential {
  /** A token that is good for the next minutes. */
  token(): Promise<string>;
  /** The vendor refused this one with 401: another, if there is one. Null: a person must connect again. */
  renew(refused: string): Promise<string | null>;
  /** Even a new token was refused. */
  giveUp(): Promise<void>;
}

/** VendorHttp with the caller's own deadline and way to give up. */
export interface CallableHttp extends VendorHttp {
  request(request: WireRequest, options?: SendOptions): Promise<WireResponse>;
}

export interface HttpBinding {
  target: VendorTarget;
  baseUrl: string;
  /** On every call (Xero-Tenant-Id). */
  headers: Record<string, string>;
  credential: Credential;
}

/** A client that can reach one connection's API and nothing else. */
export function createHttp({ target, baseUrl, headers, credential }: HttpBinding): CallableHttp {
  const base = target.at(baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");

  return {
    async request(request, options) {
      const path = prefix + pathOf(request);
      const call = (token: string) =>
        send(
          {
            dispatcher: target.dispatcher,
            origin: base.origin,
            method: request.method,
            path,
            headers: { ...headers, ...withoutCredentials(request.headers ?? {}), authorization: `Bearer ${token}` },
            body: request.body,
            whom: target.whom,
          },
          options,
        );
      const token = await notYetSent(credential.token());
      const response = hideToken(await call(token), token);
      if (response.status !== 401) return response;
      // a 401 is a clear refusal: nothing happened there, so the same bytes may be sent once more
      const renewed = await notYetSent(credential.renew(token));
      if (renewed === null) return response;
      const second = hideToken(await call(renewed), renewed);
      if (second.status === 401) await credential.giveUp();
      return second;
    },
  };
}

/** A vendor that echoes our token in its refusal must not bring it into a fault, a log or the history. */
const hideToken = (response: WireResponse, token: string): WireResponse =>
  response.status < 400 ? response : { ...response, body: hideSecrets(response.body, [token]) };

/**
 * Whatever became of a token request, the request it is for has not been sent, or has been refused: a write whose token
 * could not be had is a plain retry, never in doubt.
 */
async function notYetSent<T>(token: Promise<T>): Promise<T> {
  try {
    return await token;
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new Fault({ ...error.toJSON(), sent: "no" }, { cause: error });
  }
}

function pathOf({ path, query }: WireRequest): string {
  if (!/^\/[\w\-.~!$&'()*+,;=:@%/]*$/.test(path) || path.includes("//") || /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw new Fault({
      kind: "bug",
      code: "path-not-valid",
      message: "A request was built with a path that is not safe to send.",
      fix: "Encode every parameter of the path.",
      sent: "no",
    });
  }
  if (!query || Object.keys(query).length === 0) return path;
  return `${path}?${new URLSearchParams(query).toString().replaceAll("+", "%20")}`;
}

const attachedByUs = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
]);

const withoutCredentials = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !attachedByUs.has(name.toLowerCase())));
