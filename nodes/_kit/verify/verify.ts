import { createHmac, timingSafeEqual } from "node:crypto";
import type { VerifyScheme } from "./scheme.ts";

/** A delivery as it came in. `headers` are those of `IncomingMessage.headersDistinct`: a joined list would hide a doubled one. */
export interface SignedDelivery {
  method: string;
  /** As registered with the vendor, not as received: a proxy may have changed host or scheme. */
  url: string;
  headers: Record<string, string[] | undefined>;
  /** The bytes as they came, before any parsing. */
  body: Buffer;
}

export type Verdict = { ok: true } | { ok: false; reason: RefusalReason };

/** For our own log and endpoint page; the sender is told nothing but the status. */
export type RefusalReason =
  | "no-secret"
  | "no-signature"
  | "doubled-header"
  | "too-many-signatures"
  | "bad-timestamp"
  | "stale-timestamp"
  | "wrong-signature";

const maxSignatures = 8;

/**
 * Judges a delivery by its scheme. Fails closed: without a secret nothing is accepted. All given secrets are tried, so
 * that a vendor may rotate one while deliveries are under way.
 */
export function verifyDelivery(
  scheme: VerifyScheme,
  delivery: SignedDelivery,
  secrets: readonly string[],
  now: Date,
): Verdict {
  const usable = secrets.filter((secret) => secret !== "");
  if (usable.length === 0) return refused("no-secret");

  const signature = onlyValue(delivery.headers, scheme.signatureHeader);
  if (signature === "doubled") return refused("doubled-header");
  if (signature === null) return refused("no-signature");
  const candidates = signature.value.split(/[\s,]+/).filter((candidate) => candidate !== "");
  if (candidates.length === 0) return refused("no-signature");
  if (candidates.length > maxSignatures) return refused("too-many-signatures");

  let timestamp = "";
  if (scheme.timestamp) {
    const header = onlyValue(delivery.headers, scheme.timestamp.header);
    if (header === "doubled") return refused("doubled-header");
    if (header === null || !/^\d{1,15}$/.test(header.value)) return refused("bad-timestamp");
    timestamp = header.value;
    const signedAtMs = Number(timestamp) * (scheme.timestamp.unit === "ms" ? 1 : 1_000);
    if (Math.abs(now.getTime() - signedAtMs) > scheme.timestamp.toleranceMs) return refused("stale-timestamp");
  }

  let matches = false;
  for (const secret of usable) {
    const expected = digest(scheme, { ...delivery, timestamp }, secret);
    for (const candidate of candidates) if (equalDigests(scheme, expected, candidate)) matches = true;
  }
  return matches ? { ok: true } : refused("wrong-signature");
}

export interface SignedParts {
  method: string;
  url: string;
  body: Buffer;
  /** As printed in the header; empty where the scheme signs no time. */
  timestamp: string;
}

/** The one place that says what is signed; `sign` uses it too, so signer and verifier cannot drift apart. */
export function digest(scheme: VerifyScheme, parts: SignedParts, secret: string): Buffer {
  const hmac = createHmac("sha256", secret);
  for (const part of scheme.signed) hmac.update(part === "method" ? parts.method.toUpperCase() : parts[part]);
  return hmac.digest();
}

function equalDigests(scheme: VerifyScheme, expected: Buffer, candidate: string): boolean {
  // Only the one canonical text of a digest is taken: Buffer.from skips characters it does not know.
  const given = Buffer.from(candidate);
  const wanted = Buffer.from(expected.toString(scheme.encoding));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function onlyValue(headers: SignedDelivery["headers"], name: string): { value: string } | "doubled" | null {
  const values = Object.entries(headers).flatMap(([key, list]) =>
    key.toLowerCase() === name.toLowerCase() ? (list ?? []) : [],
  );
  const [value] = values;
  if (values.length > 1) return "doubled";
  return value === undefined ? null : { value };
}

const refused = (reason: RefusalReason): Verdict => ({ ok: false, reason });
