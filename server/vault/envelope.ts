import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, decodeProtectedHeader } from "jose";
import { Fault } from "#nodes/_core/fault.ts";

/**
 * What a sealed value says about itself, in its protected header. The header is authenticated, and `unwrap` compares it
 * with what its caller expects: a value copied to another organisation, row or field does not open.
 */
export type Labels = Record<string, string | number>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const reserved = new Set(["alg", "enc", "kid"]);

/** A compact JWE, `dir` + A256GCM and nothing else. */
export function wrap(key: CryptoKey, keyId: string, labels: Labels, plain: Uint8Array | string): Promise<string> {
  const header: CompactJWEHeaderParameters = { ...labels, alg: "dir", enc: "A256GCM", kid: keyId };
  return new CompactEncrypt(typeof plain === "string" ? encoder.encode(plain) : plain)
    .setProtectedHeader(header)
    .encrypt(key);
}

export async function unwrap(key: CryptoKey, labels: Labels, sealed: string): Promise<Uint8Array> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    if (sameLabels(protectedHeader, labels)) return plaintext;
  } catch (error) {
    throw doesNotOpen(error);
  }
  throw doesNotOpen(undefined);
}

export const unwrapText = async (key: CryptoKey, labels: Labels, sealed: string): Promise<string> =>
  decoder.decode(await unwrap(key, labels, sealed));

/** Which key opens it. Not yet authenticated: only good for choosing a key. */
export function keyIdOf(sealed: string): string {
  try {
    const { kid } = decodeProtectedHeader(sealed);
    if (typeof kid === "string") return kid;
  } catch (error) {
    throw doesNotOpen(error);
  }
  throw doesNotOpen(undefined);
}

function sameLabels(header: Record<string, unknown>, labels: Labels): boolean {
  const given = Object.keys(header).filter((name) => !reserved.has(name));
  return given.length === Object.keys(labels).length && given.every((name) => header[name] === labels[name]);
}

const doesNotOpen = (cause: unknown): Fault =>
  new Fault(
    {
      kind: "bug",
      code: "secret-does-not-open",
      message: "A stored secret does not open here: it was sealed for another place or with another key.",
      fix: "Check MILLRACE_SECRET; if it was replaced, set the old one as MILLRACE_SECRET_PREVIOUS.",
    },
    { cause },
  );
