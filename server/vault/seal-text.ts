import { currentDataKey, dataKey } from "./data-keys.ts";
import { keyIdOf, type Labels, unwrapText, wrap } from "./envelope.ts";

/**
 * Seals text for one organisation and one purpose. Used where the sealed text has a column of its own, such as the
 * frozen request bytes of the ledger (`aad`: "effect <key>"). Only the same organisation and purpose opens it again.
 */
export const sealText = (orgId: string, aad: string, text: string): Promise<string> =>
  sealFor(orgId, { aad }, text).then((one) => one.sealed);

export const openText = (orgId: string, aad: string, sealed: string): Promise<string> =>
  openFor(orgId, { aad }, sealed);

export interface Sealed {
  sealed: string;
  keyVersion: number;
}

export async function sealFor(orgId: string, labels: Labels, text: string): Promise<Sealed> {
  const found = currentDataKey(orgId);
  const key = found instanceof Promise ? await found : found;
  const sealed = await wrap(key.key, String(key.version), { ...labels, org: orgId, kv: key.version }, text);
  return { sealed, keyVersion: key.version };
}

export async function openFor(orgId: string, labels: Labels, sealed: string): Promise<string> {
  const version = Number(keyIdOf(sealed));
  const key = await dataKey(orgId, version);
  return await unwrapText(key.key, { ...labels, org: orgId, kv: version }, sealed);
}
