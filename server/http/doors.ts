import type { IncomingMessage, ServerResponse } from "node:http";
import { receiveWebhook } from "#server/ingest/receive-webhook.ts";
import { serveTwin } from "#server/twins/serve-twin.ts";

type Door = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

/** Paths that never pass Next, and the rooms behind them. */
export function doorOf(pathname: string): Door | undefined {
  if (pathname.startsWith("/hooks/")) return receiveWebhook;
  if (pathname.startsWith("/twin/")) return serveTwin;
  return undefined;
}
