import type { IncomingMessage } from "node:http";

/**
 * What is wrong with a request line, or undefined. An absolute-form target (`GET http://elsewhere/`) is for proxies; a
 * server that resolves it may be talked into fetching it.
 */
export function refuseTarget(req: IncomingMessage): string | undefined {
  const target = req.url ?? "";
  if (!target.startsWith("/")) return "The request target must be a path.";
  if (target.startsWith("//") || target.includes("\\")) return "The request target must be a plain path.";
  return undefined;
}

/** Says who is at the other end of the connection, to code that only sees headers. Nobody outside may set it. */
const peerHeader = "x-millrace-peer";

const droppedHeaders = new Set(["x-middleware-subrequest", "__proto__", peerHeader, "x-millrace-client"]);

/** The address of the connection itself, as a header that a client cannot forge. */
export function tellPeer(req: IncomingMessage): void {
  const peer = req.socket.remoteAddress;
  if (peer !== undefined) req.headers[peerHeader] = peer;
}

/**
 * Removes headers that were ways around Next's middleware (CVE-2025-29927) and into Node's header objects
 * (CVE-2026-21710), or that only we may set, from the object that is built already and from the list the others are
 * built from.
 */
export function dropHeaders(req: IncomingMessage): void {
  const raw = req.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase();
    if (!droppedHeaders.has(name)) continue;
    delete req.headers[name];
    // in place: Node remembers how many there were
    raw[i] = "x-dropped";
    raw[i + 1] = "";
  }
}
