import { createHash, hkdfSync } from "node:crypto";
import { Fault } from "#nodes/_core/fault.ts";

/**
 * The keys of the installation, which wrap the organisations' data keys. Derived from MILLRACE_SECRET and, while a
 * rotation is under way, from MILLRACE_SECRET_PREVIOUS; they are never in the database.
 */
export interface InstallationKey {
  id: string;
  key: CryptoKey;
}

export interface InstallationKeys {
  /** Wraps everything new. */
  current: InstallationKey;
  /** All that may unwrap, by id. */
  byId: Map<string, InstallationKey>;
}

let loaded: { from: string; keys: Promise<InstallationKeys> } | undefined;

export function installationKeys(): Promise<InstallationKeys> {
  const secret = process.env.MILLRACE_SECRET;
  const previous = process.env.MILLRACE_SECRET_PREVIOUS;
  if (!secret) {
    throw new Fault({
      kind: "bug",
      code: "no-installation-secret",
      message: "MILLRACE_SECRET is not set, so no secret can be read or stored.",
      fix: "Start through npm start, which makes one, or set it.",
    });
  }
  const from = `${secret}\n${previous ?? ""}`;
  if (loaded?.from !== from) loaded = { from, keys: derive(secret, previous) };
  return loaded.keys;
}

async function derive(secret: string, previous: string | undefined): Promise<InstallationKeys> {
  const current = await installationKey(secret);
  const keys = previous ? [await installationKey(previous), current] : [current];
  return { current, byId: new Map(keys.map((one) => [one.id, one])) };
}

async function installationKey(secret: string): Promise<InstallationKey> {
  const bytes = (purpose: string) => new Uint8Array(hkdfSync("sha256", secret, "millrace", purpose, 32));
  return {
    // from a value of its own: the id is stored beside what the key wraps
    id: createHash("sha256").update(bytes("key id")).digest("hex").slice(0, 16),
    key: await importKey(bytes("key encryption key")),
  };
}

/** Imported once per key: an import per seal would cost more than the seal. */
export const importKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", bytes, { name: "AES-GCM" }, false, ["encrypt", "decrypt"]);
