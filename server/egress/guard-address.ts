import { isIP, isIPv4 } from "node:net";

/**
 * Which addresses a request of an organisation may reach. Default deny: a list of bad IPv6 ranges always forgets a form in
 * which an IPv4 address travels inside an IPv6 one (SECURITY.md lists those that pass the usual lists).
 */
export type AddressVerdict = { allowed: true } | { allowed: false; reason: string };

/** A target inside the own network that the installation, never a tenant, lets flows call. */
export interface AllowedTarget {
  host: string;
  port: number;
}

/** A literal address as text, IPv4 or IPv6 without brackets. Anything else is refused. */
export function judgeAddress(address: string): AddressVerdict {
  if (isIPv4(address)) return judgeV4(bytesOfV4(address), address);
  const bytes = isIP(address) === 6 ? bytesOfV6(address) : null;
  if (!bytes) return denied(`${address} is not an address`);
  if (!inRange(bytes, global)) return denied(`${address} is not a public address`);
  if (deniedV6.some((range) => inRange(bytes, range))) return denied(`${address} is reserved for special use`);
  const isatap = isatapTarget(bytes);
  return isatap ? judgeV4(isatap, address) : ok;
}

/**
 * A whole URL, before any name is resolved: the scheme, user information, port and a literal address. Names are judged
 * again, address by address, when they are resolved.
 */
export function judgeUrl(url: URL, allowed: readonly AllowedTarget[]): AddressVerdict {
  if (url.username || url.password) return denied("the address holds user information");
  if (isAllowedTarget(hostOf(url), portOf(url), allowed)) return ok;
  if (url.protocol !== "https:") return denied("only https is sent to the outside");
  if (portOf(url) !== 443) return denied(`port ${portOf(url)} is not open to flows`);
  const host = hostOf(url);
  if (isIP(host)) return judgeAddress(host);
  return isLocalName(host) ? denied(`${host} is a name of this machine`) : ok;
}

/** Listed by the installation. Addresses that hand out a machine's own credentials can't be listed. */
export function isAllowedTarget(host: string, port: number, allowed: readonly AllowedTarget[]): boolean {
  return !isMetadataAddress(host) && allowed.some((target) => target.host === host && target.port === port);
}

/** Cloud metadata services, also behind an allowed name. */
export function isMetadataAddress(address: string): boolean {
  if (isIPv4(address)) {
    const bytes = bytesOfV4(address);
    return metadataV4.some((range) => inRange(bytes, range));
  }
  const bytes = isIP(address) === 6 ? bytesOfV6(address) : null;
  return bytes !== null && metadataV6.some((range) => inRange(bytes, range));
}

/** Host of a URL without the brackets of IPv6 and without the dot that ends an absolute name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

export const portOf = (url: URL): number =>
  url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);

/** `::ffff:1.2.3.4`, as a socket names its peer on a machine that speaks both, becomes `1.2.3.4`. */
export function unwrapPeer(address: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address);
  return mapped?.[1] ?? address;
}

interface Range {
  bytes: number[];
  bits: number;
}

const ok: AddressVerdict = { allowed: true };
const denied = (reason: string): AddressVerdict => ({ allowed: false, reason });

const isLocalName = (host: string): boolean => host === "localhost" || host.endsWith(".localhost");

function judgeV4(bytes: number[], shown: string): AddressVerdict {
  return deniedV4.some((range) => inRange(bytes, range)) ? denied(`${shown} is not a public address`) : ok;
}

/** The interface id `0:5efe` or `200:5efe` carries an IPv4 address that a router may unwrap. */
function isatapTarget(bytes: number[]): number[] | null {
  const marked = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return marked ? bytes.slice(12) : null;
}

function inRange(bytes: number[], range: Range): boolean {
  for (let bit = 0; bit < range.bits; bit += 8) {
    const index = bit / 8;
    const mask = range.bits - bit >= 8 ? 0xff : (0xff << (8 - (range.bits - bit))) & 0xff;
    if (((bytes[index] ?? 0) & mask) !== ((range.bytes[index] ?? 0) & mask)) return false;
  }
  return true;
}

const bytesOfV4 = (address: string): number[] => address.split(".").map(Number);

/** Only text that `isIP` took for IPv6; a zone (`%eth0`) gives null, since it names an interface of this machine. */
function bytesOfV6(address: string): number[] | null {
  if (address.includes("%")) return null;
  const [left = "", right] = address.split("::");
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const missing = 16 - head.length - tail.length;
  return missing < 0 || (right === undefined && missing > 0)
    ? null
    : [...head, ...Array<number>(missing).fill(0), ...tail];
}

const groups = (text: string): number[] =>
  text === ""
    ? []
    : text.split(":").flatMap((group) => {
        if (group.includes(".")) return bytesOfV4(group);
        const value = Number.parseInt(group, 16);
        return [value >> 8, value & 0xff];
      });

function range(text: string): Range {
  const [address = "", bits = ""] = text.split("/");
  return { bytes: isIPv4(address) ? bytesOfV4(address) : (bytesOfV6(address) ?? []), bits: Number(bits) };
}

const metadataV4 = ["169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32"].map(range);
const metadataV6 = ["fd00:ec2::254/128", "fe80::/10", "::ffff:169.254.0.0/112"].map(range);

const deniedV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "168.63.129.16/32",
].map(range);

const global = range("2000::/3");
const deniedV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map(range);
