import type { Dispatcher } from "undici";
import type { WireResponse } from "#nodes/_kit/http.ts";
import { sandboxDispatcher } from "./dispatchers.ts";
import { type SendOptions, send } from "./send.ts";

/**
 * A signed webhook from a twin to this installation's own door. `url` is an endpoint that the server registered itself;
 * like every sandbox's, the dispatcher reaches that origin and nothing else.
 */
export function postToOwnDoor(
  url: string,
  headers: Record<string, string>,
  body: string,
  options: SendOptions,
): Promise<WireResponse> {
  const { origin, pathname, search } = new URL(url);
  const dispatcher = dispatchers.get(origin) ?? sandboxDispatcher(origin);
  dispatchers.set(origin, dispatcher);
  return send(
    { dispatcher, origin, method: "POST", path: pathname + search, headers, body, whom: "our own webhook door" },
    options,
  );
}

const dispatchers = new Map<string, Dispatcher>();
