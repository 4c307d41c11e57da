import pg from "pg";
import * as z from "zod";
import { createLogger } from "#server/logger.ts";

/** What changed, ids only: whoever wants to know more asks, with their own rights. */
export interface LiveChange {
  topic: string;
  ids: string[];
}

const log = createLogger("live");
const Message = z.object({ org: z.string(), topic: z.string(), ids: z.array(z.string()) });
const reconnectMs = 1_000;

interface Hub {
  listeners: Map<string, Set<(change: LiveChange) => void>>;
  client: pg.Client | undefined;
}

declare global {
  /** One connection per process, also where Next's bundle holds a second copy of this file. */
  var millraceLiveHub: Hub | undefined;
}

/**
 * Changes of one organisation, until `signal` ends it. One dedicated connection LISTENs for the whole process; what happens
 * while it is broken is lost, so a `resync` follows when it is back, and the screen reads again.
 */
export async function* listenLive(orgId: string, signal: AbortSignal): AsyncGenerator<LiveChange> {
  const waiting: LiveChange[] = [];
  let wake: (() => void) | undefined;
  const leave = join(orgId, (change) => {
    // a reader that is too slow is told once to read everything again
    if (waiting.length < mostWaiting) waiting.push(change);
    else waiting.splice(0, waiting.length, { topic: "resync", ids: [] });
    wake?.();
  });
  const stop = () => wake?.();
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      const change = waiting.shift();
      if (change) yield change;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener("abort", stop);
    leave();
  }
}

const mostWaiting = 200;

function join(orgId: string, listener: (change: LiveChange) => void): () => void {
  globalThis.millraceLiveHub ??= { listeners: new Map(), client: undefined };
  const hub = globalThis.millraceLiveHub;
  const own = hub.listeners.get(orgId) ?? new Set();
  hub.listeners.set(orgId, own);
  own.add(listener);
  if (!hub.client) void connect(hub);
  return () => {
    own.delete(listener);
    if (own.size === 0) hub.listeners.delete(orgId);
    if (hub.listeners.size === 0) void disconnect(hub);
  };
}

async function connect(hub: Hub): Promise<void> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    options: "-c role=millrace_app",
    application_name: "millrace live",
    keepAlive: true,
  });
  hub.client = client;
  client.on("notification", ({ payload }) => dispatch(hub, payload ?? ""));
  client.on("error", () => retry(hub, client));
  client.on("end", () => retry(hub, client));
  try {
    await client.connect();
    await client.query("listen mr_live");
    for (const [, listeners] of hub.listeners) for (const tell of listeners) tell({ topic: "resync", ids: [] });
  } catch (error) {
    log.warn({ error }, "live updates have no database connection");
    retry(hub, client);
  }
}

function retry(hub: Hub, client: pg.Client): void {
  if (hub.client !== client) return;
  hub.client = undefined;
  client.removeAllListeners("end");
  void client.end().catch(() => {});
  if (hub.listeners.size === 0) return;
  setTimeout(() => {
    if (!hub.client && hub.listeners.size > 0) void connect(hub);
  }, reconnectMs).unref();
}

async function disconnect(hub: Hub): Promise<void> {
  const { client } = hub;
  hub.client = undefined;
  await client?.end().catch(() => {});
}

function dispatch(hub: Hub, payload: string): void {
  const message = parse(payload);
  if (!message) return;
  for (const tell of hub.listeners.get(message.org) ?? []) tell({ topic: message.topic, ids: message.ids });
}

function parse(payload: string): z.infer<typeof Message> | null {
  try {
    return Message.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
