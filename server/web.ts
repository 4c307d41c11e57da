import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import { closePools } from "#server/db/pool.ts";
import { readEnv } from "#server/env.ts";
import { stopEvaluators } from "#server/evaluate/evaluate.ts";
import { readinessProbe } from "#server/health/readiness.ts";
import { serveHealth, serveReadiness } from "#server/health/serve-health.ts";
import { doorOf } from "#server/http/doors.ts";
import { dropHeaders, refuseTarget, tellPeer } from "#server/http/guard-request.ts";
import { applyHeaders, securityHeaders } from "#server/http/security-headers.ts";
import { onStopSignal } from "#server/launch/on-stop-signal.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";
import { createLogger } from "#server/logger.ts";
import { startTwinDispatcher } from "#server/twins/start-twin-dispatcher.ts";

/*
 * The web process: one port for everything. Health, webhooks and twins are answered here, before Next sees a request:
 * they are hot, need the raw bytes, and must work when a page does not.
 */
const env = readEnv();
const log = createLogger("web");
const dev = process.argv.includes("--dev");
const probe = readinessProbe();
const headers = securityHeaders(env.baseUrl);
const twinDispatcher = startTwinDispatcher();

const server = http.createServer((req, res) => {
  answer(req, res).catch((error: unknown) => {
    log.error({ error, method: req.method, path: req.url }, "request failed");
    if (res.headersSent) res.destroy();
    else refuse(res, 500, "Something went wrong here. It is in the server's log.");
  });
});
server.headersTimeout = platformSettings.web.headersTimeoutMs;
server.requestTimeout = platformSettings.web.requestTimeoutMs;

// Next listens for upgrades on the server it is told. Only development has any (hot reload); in production it gets one
// that never listens, and ours refuses: its upgrade path could be made to fetch other servers (CVE-2026-44578).
const upgrades = dev ? server : http.createServer();
if (!dev) server.on("upgrade", refuseUpgrade);

const pages = next({ dev, dir: process.cwd(), hostname: env.host, port: env.port, httpServer: upgrades });
await pages.prepare();
const servePage: RequestListener = pages.getRequestHandler();

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  dropHeaders(req);
  tellPeer(req);
  applyHeaders(res, headers);
  const objection = refuseTarget(req);
  if (objection) return refuse(res, 400, objection);
  const url = new URL(req.url ?? "/", env.baseUrl);

  if (url.pathname === "/healthz") return serveHealth(req, res);
  if (url.pathname === "/readyz") return await serveReadiness(probe, res);
  const door = doorOf(url.pathname);
  if (door) return await door(req, res, url);
  // we show no foreign images, and the optimiser has been a hole (GHSA-2xp9-vwfh-vxw4)
  if (url.pathname.startsWith("/_next/image")) return refuse(res, 404, "Not found.");
  await servePage(req, res);
}

function refuse(res: ServerResponse, status: number, sentence: string): void {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  res.end(`${sentence}\n`);
}

function refuseUpgrade(_req: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => {});
  // destroyed, because an upgraded socket is nobody's any more and would keep the server from closing
  socket.end("HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\n\r\n", () => socket.destroy());
}

server.once("error", (error) => {
  log.error({ error, port: env.port }, "cannot listen");
  process.exit(1);
});
server.listen(env.port, env.host, () => process.send?.("ready"));

onStopSignal(async () => {
  probe.stop();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), platformSettings.web.drainMs).unref();
  await closed;
  await twinDispatcher.stop();
  stopEvaluators();
  await pages.close();
  await closePools();
});
