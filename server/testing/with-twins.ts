import { createServer, type Server } from "node:http";
import { afterAll, beforeAll } from "vitest";
import { receiveWebhook } from "#server/ingest/receive-webhook.ts";
import { serveTwin } from "#server/twins/serve-twin.ts";

export interface TwinHost {
  /** `http://127.0.0.1:<port>`: for `ensureSandbox(orgId, base)`. */
  readonly base: string;
}

/**
 * The web process in miniature for a test file that calls `withDatabase` first: twins and the webhook door on a loopback
 * port, and a secret for the vault.
 */
export function withTwins(): TwinHost {
  process.env.MILLRACE_SECRET ??= "for tests only: 0123456789abcdefghijklmnopqrstuvwxyz";
  // vitest puts its own meaning into BASE_URL
  if (!URL.canParse(process.env.BASE_URL ?? "")) process.env.BASE_URL = "http://localhost:3000";
  let server: Server | undefined;
  const host = { base: "" };
  beforeAll(async () => {
    const made = createServer((request, response) => {
      const url = new URL(request.url ?? "/", host.base);
      const door = url.pathname.startsWith("/hooks/") ? receiveWebhook : serveTwin;
      door(request, response, url).catch(() => response.destroy());
    });
    server = made;
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
    host.base = `http://127.0.0.1:${portOf(made)}`;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });
  return host;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The twins have no port");
  return address.port;
}
