import type { IncomingMessage, ServerResponse } from "node:http";
import { findRefusedKey } from "#nodes/_core/json.ts";
import type { WebhookDefinition, WireEvent } from "#nodes/_kit/trigger.ts";
import { verifyDelivery } from "#nodes/_kit/verify/verify.ts";
import { findConnector } from "#nodes/registry.ts";
import { clock } from "#server/clock.ts";
import { createLogger } from "#server/logger.ts";
import { buryDelivery } from "./bury-delivery.ts";
import { findConnections, findEndpoint, type OpenEndpoint } from "./endpoints.ts";
import { readBody } from "./read-body.ts";
import { type IncomingEvent, recordEvent } from "./record-event.ts";

const log = createLogger("ingest");

/**
 * The door `/hooks/<endpoint>`. Order: method → door → raw bytes → content type → signature over the raw bytes → only
 * then parse → route by the signed account → one group commit → 2xx after COMMIT returned. An unknown commit or a busy
 * database is a 503: the vendor sends again and the dedupe key absorbs it. Signed but malformed is kept as a dead
 * letter, 2xx: sending it again would not help.
 */
export async function receiveWebhook(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  try {
    const status = await receive(request, url);
    response.writeHead(status, status === 503 ? { "retry-after": "5" } : undefined).end();
  } catch (error) {
    log.warn({ error }, "a delivery could not be stored");
    if (!response.headersSent) response.writeHead(503, { "retry-after": "5" });
    response.end();
  }
}

async function receive(request: IncomingMessage, url: URL): Promise<number> {
  if (request.method !== "POST") return 405;
  const id = url.pathname.slice("/hooks/".length);
  const endpoint = /^[A-Za-z0-9_-]{22,128}$/.test(id) ? await findEndpoint(id) : null;
  if (!endpoint) return 404;
  const webhook = findConnector(endpoint.connector)?.webhook;
  if (!webhook) return 404;

  const body = await readBody(request);
  if (body === "too-large") return 413;
  if (body === "too-slow") return 408;
  const contentType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!webhook.contentTypes.includes(contentType)) return 415;
  const delivery = { method: "POST", url: endpoint.url, headers: request.headersDistinct, body };
  const verdict = verifyDelivery(webhook.verify, delivery, endpoint.secrets, clock.now());
  if (!verdict.ok) {
    log.info({ org: endpoint.orgId, connector: endpoint.connector, code: verdict.reason }, "a delivery was refused");
    return webhook.refusedStatus;
  }
  return record(endpoint, id, webhook, body);
}

async function record(
  endpoint: OpenEndpoint,
  endpointId: string,
  webhook: WebhookDefinition,
  body: Buffer,
): Promise<number> {
  let wire: WireEvent[];
  try {
    wire = webhook.events(body.toString("utf8"));
    const refused = findRefusedKey(wire);
    if (refused) throw new Error(`The field ${refused} is refused`);
  } catch (error) {
    await buryDelivery(endpoint, endpointId, body, error);
    return 200;
  }
  const routed = await Promise.all(wire.map((event) => route(endpoint, webhook, event)));
  if (routed.some((events) => events === null)) {
    await buryDelivery(
      endpoint,
      endpointId,
      body,
      new Error("No connection is authorised for an account in this delivery"),
    );
  }
  await Promise.all(routed.flatMap((events) => (events ?? []).map(recordEvent)));
  return 200;
}

async function route(
  endpoint: OpenEndpoint,
  webhook: WebhookDefinition,
  event: WireEvent,
): Promise<IncomingEvent[] | null> {
  const connections = await findConnections(endpoint, webhook.accountId(event));
  if (connections.length === 0) return null;
  const dedupeKey = webhook.dedupeKey(event);
  return connections.map((connectionId) => ({
    orgId: endpoint.orgId,
    source: "webhook",
    connector: endpoint.connector,
    connectionId,
    dedupeScope: connectionId,
    dedupeKey,
    body: event,
  }));
}
