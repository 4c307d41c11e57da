import type { ExactJson } from "../../_core/money/json-number.ts";
import { digestOf } from "../../_kit/digest.ts";
import { jsonAnswer } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse } from "../../_kit/twin/twin.ts";
import { badRequest, unauthenticated, wrongTenant } from "./errors.ts";
import { oauth } from "./oauth.ts";

type Handler = (request: TwinRequest, context: TwinContext) => Promise<TwinResponse>;

/** A call for one organisation: refused without a live token or for another organisation; repeated writes are answered from memory. */
export const organisationCall =
  (handle: Handler): Handler =>
  async (request, context) => {
    const found = await oauth.check(request, context);
    if ("refused" in found) return unauthenticated(found.refused, context);
    if (request.headers["xero-tenant-id"]?.toLowerCase() !== context.account.id.toLowerCase())
      return wrongTenant(context);
    return request.method === "GET" ? handle(request, context) : once(handle, request, context);
  };

const collection = "_idempotency";
const ttlMs = 24 * 3_600_000;
const maxKeyLength = 128;

/**
 * `Idempotency-Key`: the same key with the same request gives the stored answer, with another request a 400. Refusals are stored
 * too. That it is kept for 24 hours is known from memory only.
 */
async function once(handle: Handler, request: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return handle(request, context);
  if (key === "" || key.length > maxKeyLength) return badRequest("The Idempotency-Key must have 1 to 128 characters");
  const { store, now } = context;
  const fingerprint = digestOf([request.method, request.path, request.query.toString(), request.body].join("\n"));
  const stored = await store.get(collection, digestOf(key));
  if (stored && now.getTime() - Number(stored.at) < ttlMs)
    return stored.fingerprint === fingerprint
      ? jsonText(Number(stored.status), String(stored.body))
      : badRequest("The Idempotency-Key was already used with a different request");
  const response = await handle(request, context);
  const body = response.body ?? "";
  await store.put(collection, digestOf(key), { fingerprint, status: response.status, body, at: now.getTime() });
  return response;
}

const jsonText = (status: number, body: string): TwinResponse => ({
  status,
  headers: { "content-type": "application/json;charset=utf-8" },
  body,
});

/** Records as Xero wraps them. */
export const envelope = (context: TwinContext, records: { [key: string]: ExactJson }): TwinResponse =>
  jsonAnswer(200, {
    Id: context.uuid(),
    Status: "OK",
    ProviderName: "Millrace sandbox",
    DateTimeUTC: ticks(context.now.getTime()),
    ...records,
  });

/** Xero's way to write a time. */
export const ticks = (ms: number): string => `/Date(${ms}+0000)/`;

/** A document's day, in both of Xero's spellings. */
export const dayParts = (field: string, day: string | null): { [key: string]: ExactJson } =>
  day === null ? {} : { [`${field}String`]: `${day}T00:00:00`, [field]: ticks(Date.parse(`${day}T00:00:00Z`)) };
