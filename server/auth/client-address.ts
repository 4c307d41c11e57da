import { readLaunchEnv } from "#server/env.ts";

/** Carries the address that was found out here to whoever needs it later; what a client sends under this name is dropped. */
export const clientHeader = "x-millrace-client";

/**
 * The client's address: the peer of the connection, or behind n proxies of ours the n-th X-Forwarded-For entry from the
 * right. Entries further left are the client's own words.
 */
export function clientAddress(headers: Headers): string | null {
  const { trustedProxies } = readLaunchEnv();
  const forwarded = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  if (trustedProxies > 0) return forwarded.at(-trustedProxies) ?? null;
  // the server sets the peer; Next's own header is only as good as nobody having sent one before
  return headers.get("x-millrace-peer") ?? forwarded.at(-1) ?? null;
}

/** The same request with the address as its only word on where it came from. */
export function withClientAddress(request: Request): Request {
  const headers = new Headers(request.headers);
  const address = clientAddress(request.headers);
  headers.delete(clientHeader);
  if (address !== null) headers.set(clientHeader, address);
  return new Request(request, { headers });
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Asked by this machine, under a name of this machine: a page elsewhere can't have made the browser say that. */
export function isLoopback(headers: Headers): boolean {
  const host = headers.get("host") ?? "";
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
  const address = headers.get(clientHeader) ?? clientAddress(headers);
  return (
    loopbackNames.has(name) && address !== null && /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)
  );
}
