import type { IncomingMessage, ServerResponse } from "node:http";
import { createLogger } from "#server/logger.ts";
import { answerRequest, type TwinAnswer } from "./answer-request.ts";
import { twinBase } from "./twin-base.ts";
import { findTwin } from "./twin-row.ts";
import { twinSettings } from "./twin-settings.ts";

const log = createLogger("twins");

/**
 * The door `/twin/<vendor>/<key>/…`: the vendor's own API, played by the twin whose key that is. It has no cookies and may
 * run no script; who knows the key is as good as on the vendor's network, and the vendor's own sign-in applies.
 */
export async function serveTwin(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const [, , vendor = "", key = ""] = url.pathname.split("/");
  const door = /^[\w-]{22,128}$/.test(key) ? await findTwin(key) : null;
  if (door?.vendor !== vendor) return end(response, 404, {}, "Not found");
  const body = await readBody(request);
  if (body === null) {
    response.once("finish", () => request.destroy());
    return end(response, 413, {}, "Too large");
  }
  const prefix = `/twin/${vendor}/${key}`;
  let answer: TwinAnswer;
  try {
    answer = await answerRequest(door, `${originOf(request)}${prefix}`, {
      method: request.method ?? "GET",
      path: url.pathname.slice(prefix.length) || "/",
      query: url.searchParams,
      headers: plainHeaders(request),
      body,
    });
  } catch (error) {
    // a twin that fails is our bug, or our database is gone; either way nothing was committed
    log.error(
      {
        error,
        org: door.orgId,
        connector: vendor,
        method: request.method ?? "",
        path: url.pathname.slice(prefix.length),
      },
      "a twin failed",
    );
    return end(response, 503, { "retry-after": "1" }, "");
  }
  if (answer.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  if (answer.hangUp) {
    request.socket.destroy();
    return;
  }
  const { status, headers = {}, body: text = "" } = answer.response;
  end(response, status, headers, text);
}

function end(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  if (response.destroyed) return;
  const { "set-cookie": _never, ...kept } = headers;
  response.writeHead(status, {
    ...kept,
    "content-security-policy":
      "sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

/** As the caller reached us where that is a name of this machine: pages of the twin then lead back to the same name. */
function originOf(request: IncomingMessage): string {
  const host = request.headers.host ?? "";
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host) ? `http://${host}` : twinBase();
}

/** Cookies belong to Millrace, which shares the host name. */
const withheld = new Set(["cookie", "x-dropped"]);

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !withheld.has(name)) plain[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return plain;
}

/** Null: too large, or too slow. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => settle(null), twinSettings.bodyDeadlineMs);
    function settle(body: string | null): void {
      clearTimeout(timer);
      request.removeAllListeners("data");
      resolve(body);
    }
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > twinSettings.bodyLimitBytes) settle(null);
      else chunks.push(chunk);
    });
    request.once("end", () => settle(Buffer.concat(chunks).toString("utf8")));
    request.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
