import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { receiveWebhook } from "#server/ingest/receive-webhook.ts";

type Door = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

/** Paths that never pass Next, and the rooms behind them. */
export async function openDoors(): Promise<(path: string) => Door | undefined> {
  const serveTwin = await openTwins();
  return (pathname) => {
    if (pathname.startsWith("/hooks/")) return receiveWebhook;
    if (pathname.startsWith("/twin/")) return serveTwin;
    return undefined;
  };
}

async function openTwins(): Promise<Door | undefined> {
  const file = "server/twins/serve-twin.ts";
  return existsSync(file) ? (await import(path.resolve(file))).serveTwin : undefined;
}
