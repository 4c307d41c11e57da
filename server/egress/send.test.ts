import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { settings } from "#server/settings.ts";
import { liveDispatcher, sandboxDispatcher } from "./dispatchers.ts";
import { type Outgoing, send } from "./send.ts";

let server: Server;
let origin = "";
let requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end("ok");

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  origin = await listen(server);
});
afterEach(() => {
  requests = [];
  answer = (_request, response) => response.end("ok");
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const to = (part: Partial<Outgoing> = {}): Outgoing => ({
  dispatcher: sandboxDispatcher(origin),
  origin,
  method: "POST",
  path: "/x",
  headers: {},
  body: "the bytes",
  whom: "Vendor",
  ...part,
});

test("any answer resolves, 5xx and redirects too, and a redirect is not followed", async () => {
  for (const status of [200, 302, 404, 503]) {
    answer = (_request, response) =>
      response.writeHead(status, { location: "/elsewhere", "x-a": ["1", "2"] }).end("body");
    expect(await send(to())).toMatchObject({ status, body: "body", headers: { "x-a": "1, 2" } });
  }
  expect(requests.map(({ url }) => url)).toEqual(["/x", "/x", "/x", "/x"]);
});

test("connections are used again", async () => {
  const dispatcher = sandboxDispatcher(origin);
  const ports = new Set<number | undefined>();
  for (let round = 0; round < 20; round++) await send(to({ dispatcher }));
  for (const { socket } of requests) ports.add(socket.remotePort);
  expect(ports.size).toBeLessThanOrEqual(2);
});

describe("certainly not sent", () => {
  test("a refused connection", async () => {
    const dead = createServer();
    const gone = await listen(dead);
    await new Promise((resolve) => dead.close(resolve));
    await expect(send(to({ dispatcher: sandboxDispatcher(gone), origin: gone }))).rejects.toMatchObject({
      kind: "unavailable",
      code: "refused",
      sent: "no",
    });
  });

  test("a TLS handshake with a server that speaks none", async () => {
    const secure = origin.replace("http:", "https:");
    await expect(send(to({ dispatcher: sandboxDispatcher(secure), origin: secure }))).rejects.toMatchObject({
      kind: "unavailable",
      sent: "no",
    });
    expect(requests).toEqual([]);
  });

  test("a call that was given up before it began", async () => {
    await expect(send(to(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted", sent: "no" });
    expect(requests).toEqual([]);
  });

  test("a call that ran out of time while it waited for a handshake", async () => {
    const silent = net.createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const secure = `https://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
    await expect(
      send(to({ dispatcher: sandboxDispatcher(secure), origin: secure }), { timeoutMs: 100 }),
    ).rejects.toMatchObject({
      code: "timeout",
      sent: "no",
    });
    silent.close();
  });

  test("headers that are not valid HTTP: our bug, and no breaker's business", async () => {
    await expect(send(to({ headers: { "x-bad": "a\r\nb: c" } }))).rejects.toMatchObject({ kind: "bug", sent: "no" });
    expect(requests).toEqual([]);
  });
});

describe("perhaps sent", () => {
  test("a connection that breaks without an answer", async () => {
    answer = (request) => request.socket.destroy();
    await expect(send(to())).rejects.toMatchObject({ kind: "unavailable", code: "no-answer", sent: "maybe" });
  });

  test("a connection that breaks in the middle of the answer", async () => {
    answer = (request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => request.socket.destroy());
    };
    await expect(send(to())).rejects.toMatchObject({ code: "no-answer", sent: "maybe" });
  });

  test("an answer that does not come in time", async () => {
    answer = () => {};
    await expect(send(to(), { timeoutMs: 100 })).rejects.toMatchObject({
      kind: "unavailable",
      code: "timeout",
      sent: "maybe",
    });
  });

  test("a body that never ends", async () => {
    answer = (_request, response) => void response.writeHead(200).write("a beginning");
    await expect(send(to(), { timeoutMs: 100 })).rejects.toMatchObject({ code: "timeout", sent: "maybe" });
  });

  test("a call that is broken off", async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(send(to(), { signal: stop.signal })).rejects.toMatchObject({ code: "aborted", sent: "maybe" });
  });

  test("an answer that is larger than we take", async () => {
    const before = settings.call.responseLimitBytes;
    settings.call.responseLimitBytes = 1_000;
    answer = (_request, response) => response.end("x".repeat(2_000));
    await expect(send(to())).rejects.toMatchObject({ code: "answer-too-large", sent: "maybe" });
    settings.call.responseLimitBytes = before;
  });

  test("a compressed answer, which was not asked for", async () => {
    answer = (request, response) => {
      expect(request.headers["accept-encoding"]).toBe("identity");
      response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    };
    await expect(send(to())).rejects.toMatchObject({ code: "answer-encoded", sent: "maybe" });
  });
});

describe("the way to the vendors", () => {
  const live = (part: Partial<Outgoing>) =>
    send(to({ dispatcher: liveDispatcher([]), method: "GET", body: undefined, ...part }));
  const port = () => new URL(origin).port;

  test.each(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"])(
    "leads to no address of this machine: %s",
    async (host) => {
      await expect(live({ origin: `http://${host}:${port()}` })).rejects.toMatchObject({
        kind: "rejected",
        code: "address-refused",
        sent: "no",
      });
      expect(requests).toEqual([]);
    },
  );

  test("leads to a listed target of the own network, and only at its port", async () => {
    const target = { host: "127.0.0.1", port: Number(port()) };
    expect(await send(to({ dispatcher: liveDispatcher([target]) }))).toMatchObject({ status: 200 });
    await expect(send(to({ dispatcher: liveDispatcher([{ ...target, port: 1 }]) }))).rejects.toMatchObject({
      code: "address-refused",
    });
  });
});

test("a sandbox's way leads to its own origin and nowhere else", async () => {
  const other = createServer((_request, response) => response.end("other"));
  const elsewhere = await listen(other);
  await expect(send(to({ dispatcher: sandboxDispatcher(elsewhere) }))).rejects.toMatchObject({
    code: "address-refused",
    sent: "no",
  });
  expect(requests).toEqual([]);
  other.close();
});

async function listen(made: Server): Promise<string> {
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const address = made.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
}
