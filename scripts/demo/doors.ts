import http from "node:http";
import { closePools } from "#server/db/pool.ts";
import { doorOf } from "#server/http/doors.ts";
import { dropHeaders, refuseTarget } from "#server/http/guard-request.ts";
import { applyHeaders, securityHeaders } from "#server/http/security-headers.ts";
import { onStopSignal } from "#server/launch/on-stop-signal.ts";

/*
 * The web process without its pages: the doors for webhooks and twins, behind the same guards as in server/web.ts, on a
 * free loopback port. For the demo and the bench, which need no build.
 */
const headers = securityHeaders("http://127.0.0.1");

const server = http.createServer((req, res) => {
  dropHeaders(req);
  applyHeaders(res, headers);
  const url = new URL(req.url ?? "/", "http://127.0.0.1");
  const door = refuseTarget(req) ? undefined : doorOf(url.pathname);
  if (!door) {
    res.writeHead(404).end();
    return;
  }
  door(req, res, url).catch((error: unknown) => {
    console.error(error);
    res.destroy();
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  process.env.BASE_URL = `http://127.0.0.1:${address.port}`;
  process.send?.({ base: process.env.BASE_URL });
});

onStopSignal(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closePools();
});
