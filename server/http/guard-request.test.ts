import http from "node:http";
import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dropHeaders, refuseTarget } from "#server/http/guard-request.ts";

// A real server and raw bytes: what Node's parser makes of them is half of the matter.
const server = http.createServer((req, res) => {
  dropHeaders(req);
  res.setHeader("connection", "close");
  res.end(
    JSON.stringify({
      objection: refuseTarget(req),
      headers: req.headers,
      distinct: req.headersDistinct,
      polluted: "polluted" in {},
    }),
  );
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each(["http://evil.example/", "//evil.example/x", "/a\\b", "*"])("the target %s is refused", async (target) => {
  const method = target === "*" ? "OPTIONS" : "GET";
  expect((await send(`${method} ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)).objection).toMatch(
    /^The request target must be/,
  );
});

test("an ordinary target passes", async () => {
  expect((await send("GET /flows/1?tab=runs HTTP/1.1\r\nHost: a\r\n\r\n")).objection).toBeUndefined();
});

test("headers that were ways around are dropped, in any case and number; the others stay", async () => {
  const { headers, distinct, polluted } = await send(
    "GET / HTTP/1.1\r\nHost: a\r\nX-Middleware-Subrequest: middleware\r\n__proto__: x\r\nx-MIDDLEWARE-subrequest: b\r\nX-Kept: yes\r\n\r\n",
  );
  expect(headers).not.toHaveProperty("x-middleware-subrequest");
  expect(distinct).not.toHaveProperty("x-middleware-subrequest");
  expect(Object.hasOwn(headers, "__proto__") || Object.hasOwn(distinct, "__proto__")).toBe(false);
  expect(headers["x-kept"]).toBe("yes");
  expect(headers.host).toBe("a");
  expect(polluted).toBe(false);
});

interface Answer {
  objection?: string;
  headers: Record<string, string>;
  distinct: Record<string, string[]>;
  polluted: boolean;
}

function send(request: string): Promise<Answer> {
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("not listening");
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = net.connect(address.port, "127.0.0.1", () => socket.write(request));
    socket.on("data", (chunk) => (answer += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1))));
  });
}
