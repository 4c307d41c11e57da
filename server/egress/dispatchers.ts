import { type LookupAddress, type LookupOptions, lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { settings } from "#server/settings.ts";
import { type AllowedTarget, isAllowedTarget, isMetadataAddress, judgeAddress, unwrapPeer } from "./guard-address.ts";

/** Thrown inside a connection attempt, before a byte of the request is sent. */
export class AddressRefused extends Error {
  override name = "AddressRefused";
  readonly code = "MILLRACE_ADDRESS_REFUSED";
}

type Judge = (address: string) => string | null;

/** For the vendors themselves: every address that a name resolves to is judged, and the peer once more. */
export function liveDispatcher(allowed: readonly AllowedTarget[]): Dispatcher {
  const guarded = connectorWith(judgePublic);
  const listed = connectorWith(judgeListed);
  return new Agent({
    ...limits(),
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
      const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
      return isAllowedTarget(host, port, allowed) ? listed(options, callback) : guarded(options, callback);
    },
  });
}

/**
 * For one twin: reaches that origin and nothing else. This is the only way to a loopback address, and no setting or input
 * of a tenant leads here: the origin is written by the server when it makes a sandbox.
 */
export function sandboxDispatcher(origin: string): Dispatcher {
  const { protocol, host } = new URL(origin);
  const connect = buildConnector({ timeout: settings.call.connectMs, allowH2: false });
  return new Agent({
    ...limits(),
    connect: (options, callback) => {
      if (options.protocol === protocol && options.host === host) return connect(options, callback);
      return callback(new AddressRefused(`${options.host ?? options.hostname} is not this sandbox`), null);
    },
  });
}

const limits = (): Agent.Options => ({
  connections: 128,
  pipelining: 1,
  keepAliveTimeout: 10_000,
  keepAliveMaxTimeout: 60_000,
  maxHeaderSize: 64 * 1024,
  // the whole call has its own deadline, see send.ts
  headersTimeout: 0,
  bodyTimeout: 0,
});

function connectorWith(objection: Judge): buildConnector.connector {
  const connect = buildConnector({
    timeout: settings.call.connectMs,
    allowH2: false,
    lookup: guardedLookup(objection),
  });
  return (options, callback) => {
    // a literal address never reaches `lookup`
    const literal = options.hostname.replace(/^\[|\]$/g, "");
    const reason = isIP(literal) ? objection(literal) : null;
    if (reason !== null) return callback(new AddressRefused(reason), null);
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const peer = unwrapPeer(socket.remoteAddress ?? "");
      const late = objection(peer);
      if (late === null) return callback(null, socket);
      socket.destroy();
      callback(new AddressRefused(late), null);
    });
  };
}

function guardedLookup(objection: Judge): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...plain(options), all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      // one bad address refuses the name: a mixed answer is how rebinding looks
      for (const { address } of addresses) {
        const reason = objection(address);
        if (reason !== null) return callback(new AddressRefused(reason), "", 0);
      }
      answer(options, addresses, callback);
    });
  };
}

const plain = ({ family, hints }: LookupOptions): LookupOptions => ({
  ...(family === undefined ? {} : { family }),
  ...(hints === undefined ? {} : { hints }),
});

function answer(options: LookupOptions, addresses: LookupAddress[], callback: Parameters<LookupFunction>[2]): void {
  const [first] = addresses;
  if (options.all) callback(null, addresses);
  else if (first) callback(null, first.address, first.family);
  else callback(new Error("The name has no address"), "", 0);
}

function judgePublic(address: string): string | null {
  const verdict = judgeAddress(address);
  return verdict.allowed ? null : verdict.reason;
}

const judgeListed = (address: string): string | null =>
  isMetadataAddress(address) ? `${address} hands out credentials of the machine` : null;
