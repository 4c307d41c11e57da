import { randomUUID } from "node:crypto";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { Fault } from "../../_core/fault.ts";
import type { JsonObject } from "../../_core/json.ts";
import type { VendorHttp, WireRequest, WireResponse } from "../http.ts";
import { selectFault, spendFault, type TwinFault } from "./fault.ts";
import { createMemoryStore } from "./memory-store.ts";
import { handleTwinRequest } from "./route.ts";
import type { TwinContext, TwinDefinition, TwinStore } from "./twin.ts";

/** A twin on a loopback port, its state in memory. Real HTTP, so that official SDKs and our own actions can be sent at it. */
export interface ServedTwin {
  origin: string;
  store: TwinStore;
  account: TwinContext["account"];
  client: TwinContext["client"];
  /** Faults that wait for requests; change freely. */
  faults: TwinFault[];
  /** Batches of events that the twin wanted to push, in order; copies count. */
  deliveries: JsonObject[][];
  /** The twin's clock: settable, and otherwise real. */
  clock: { now(): Date; advance(ms: number): void };
  /** Every request it got, oldest first. */
  requests: { method: string; path: string; status: number }[];
  /** Does what a person does on the vendor's screen. */
  gesture(id: string, input: JsonObject): Promise<JsonObject>;
  /** A client with a fresh token, as the runtime would have it: adds the sign-in and the connection's headers. */
  connect(headers?: Record<string, string>): Promise<VendorHttp>;
  close(): Promise<void>;
}

export interface ServeOptions {
  account?: TwinContext["account"];
  client?: TwinContext["client"];
  quotaLimit?: number;
  empty?: boolean;
}

export async function serveInMemory(definition: TwinDefinition, options: ServeOptions = {}): Promise<ServedTwin> {
  let offsetMs = 0;
  const now = () => new Date(Date.now() + offsetMs);
  const store = createMemoryStore(now);
  const account = options.account ?? { id: "44332211", name: "Sandbox" };
  const client = options.client ?? { id: "sandbox-client", secret: "sandbox-secret" };
  let origin = "";
  const context = (deliver: (events: JsonObject[]) => void): TwinContext => ({
    store,
    now: now(),
    account,
    client,
    origin,
    uuid: () => randomUUID(),
    deliver,
  });
  // One request after the other, as the host's transactions are.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work);
    tail = run.catch(() => undefined);
    return run;
  };

  const served: ServedTwin = {
    origin: "",
    store,
    account,
    client,
    faults: [],
    deliveries: [],
    requests: [],
    clock: {
      now,
      advance: (ms) => {
        offsetMs += ms;
      },
    },
    gesture: (id, input) =>
      inTurn(async () => {
        const gesture = definition.gestures.find((candidate) => candidate.id === id);
        if (!gesture) throw new Error(`The twin of ${definition.title} has no gesture ${id}`);
        return gesture.run(
          context((events) => served.deliveries.push(events)),
          input,
        );
      }),
    connect: async (headers = {}) => {
      const tokens = await inTurn(() => definition.grant(context(() => undefined)));
      return loopback(origin, { ...headers, authorization: `Bearer ${tokens.accessToken}` });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const url = new URL(incoming.url ?? "/", origin);
    const method = incoming.method ?? "GET";
    const queued: JsonObject[][] = [];
    const request = { method, path: url.pathname, query: url.searchParams, headers: plainHeaders(incoming), body };
    const faultFor = (route: Parameters<typeof selectFault>[1]) => selectFault(served.faults, route);
    const handleOptions =
      options.quotaLimit === undefined ? { faultFor } : { faultFor, quotaLimit: options.quotaLimit };
    const done = await inTurn(() =>
      handleTwinRequest(
        definition,
        request,
        context((events) => queued.push(events)),
        handleOptions,
      ),
    );
    if (done.fault) served.faults = spendFault(served.faults, done.fault);
    for (let copy = 0; copy < done.deliveryCopies; copy++) served.deliveries.push(...queued);
    served.requests.push({ method, path: url.pathname, status: done.hangUp ? 0 : done.response.status });
    if (done.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, done.delayMs));
    if (done.hangUp) {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(done.response.status, { ...done.response.headers, date: now().toUTCString() });
    outgoing.end(done.response.body ?? "");
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A twin that throws is our bug: the test must see why.
      outgoing.writeHead(500, { "content-type": "text/plain" });
      outgoing.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The twin has no port");
  origin = `http://127.0.0.1:${address.port}`;
  served.origin = origin;
  if (!options.empty) await inTurn(() => definition.seed(context(() => undefined)));
  return served;
}

/** Requests to a loopback origin with fixed headers. A missing answer is a Fault, as the runtime's client has it. */
export function loopback(origin: string, fixed: Record<string, string>): VendorHttp {
  return { request: (wire) => send(origin, fixed, wire) };
}

function send(origin: string, fixed: Record<string, string>, wire: WireRequest): Promise<WireResponse> {
  const url = new URL(wire.path, origin);
  for (const [name, value] of Object.entries(wire.query ?? {})) url.searchParams.set(name, value);
  return new Promise((resolve, reject) => {
    const lost = (cause: unknown) =>
      reject(
        new Fault({ kind: "unavailable", code: "no-answer", message: "No answer came.", sent: "maybe" }, { cause }),
      );
    const outgoing = httpRequest(url, { method: wire.method, headers: { ...wire.headers, ...fixed } }, (incoming) => {
      readAll(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 0, headers: plainHeaders(incoming), body }),
        lost,
      );
    });
    outgoing.on("error", lost);
    outgoing.end(wire.body ?? "");
  });
}

async function readAll(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return out;
}
