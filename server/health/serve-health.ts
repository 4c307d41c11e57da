import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReadinessProbe } from "#server/health/readiness.ts";
import { version } from "#server/version.ts";

/** `/healthz`: this process runs. It asks nobody, so that a slow database does not make anybody restart us. */
export function serveHealth(_req: IncomingMessage, res: ServerResponse): void {
  answer(res, 200, { status: "ok", version });
}

/** `/readyz`: this process can do its work. */
export async function serveReadiness(probe: ReadinessProbe, res: ServerResponse): Promise<void> {
  const readiness = await probe.look();
  if (readiness.ready) answer(res, 200, { status: "ready", version });
  else answer(res, 503, { status: "not ready", reason: readiness.reason, version });
}

function answer(res: ServerResponse, status: number, body: Record<string, string>): void {
  res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}
