import type { Dispatcher } from "undici";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { Environment } from "#server/connections/connection-row.ts";
import { readLaunchEnv } from "#server/env.ts";
import { liveDispatcher, sandboxDispatcher } from "./dispatchers.ts";
import { hostOf, judgeUrl } from "./guard-address.ts";
import { refusedAddress } from "./send.ts";

/** Where a connector's addresses lead in one environment. */
export interface VendorTarget {
  /** Shown in messages. */
  whom: string;
  environment: Environment;
  dispatcher: Dispatcher;
  /** The address of the vendor's, as this environment reaches it. Throws a Fault where the guard refuses it. */
  at(vendorUrl: string): URL;
}

/** `origin` is a twin's for a sandbox; for the live environment it is not used: the connector knows the vendor's hosts. */
export function vendorTarget(connector: ConnectorDefinition, environment: Environment, origin: string): VendorTarget {
  if (environment === "sandbox") {
    return {
      whom: `the ${connector.title} sandbox`,
      environment,
      dispatcher: forSandbox(new URL(origin).origin),
      at: (vendorUrl) => sandboxUrl(origin, vendorUrl),
    };
  }
  const allowed = readLaunchEnv().egressAllow;
  return {
    whom: connector.title,
    environment,
    dispatcher: forLive(JSON.stringify(allowed), () => liveDispatcher(allowed)),
    at: (vendorUrl) => {
      const url = new URL(vendorUrl);
      const verdict = judgeUrl(url, allowed);
      if (!verdict.allowed) throw refusedAddress(verdict.reason);
      if (!isOwnHost(connector, hostOf(url))) throw refusedAddress(`${hostOf(url)} is not one of ${connector.title}'s`);
      return url;
    },
  };
}

/** The same path below the twin's origin: `https://api.xero.com/x` → `http://127.0.0.1:3000/twin/xero/<key>/x`. */
export function sandboxUrl(origin: string, vendorUrl: string): URL {
  const { pathname, search } = new URL(vendorUrl);
  return new URL(`${origin}${pathname}${search}`);
}

/** A credential goes to the connector's listed hosts and to the host of its own token endpoint, nowhere else. */
function isOwnHost(connector: ConnectorDefinition, host: string): boolean {
  const { allowedHosts, auth } = connector.connection;
  const own = [auth.tokenUrl, auth.authorizeUrl, ...(auth.revokeUrl ? [auth.revokeUrl] : [])];
  if (own.some((url) => new URL(url).hostname === host)) return true;
  return allowedHosts.some((allowed) =>
    allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
}

const sandboxes = new Map<string, Dispatcher>();
const live = new Map<string, Dispatcher>();

const forSandbox = (origin: string): Dispatcher => remember(sandboxes, origin, () => sandboxDispatcher(origin));
const forLive = (key: string, make: () => Dispatcher): Dispatcher => remember(live, key, make);

function remember(map: Map<string, Dispatcher>, key: string, make: () => Dispatcher): Dispatcher {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}
