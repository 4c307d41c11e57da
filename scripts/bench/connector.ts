import * as z from "zod";
import { Fault } from "#nodes/_core/fault.ts";
import { isJsonObject } from "#nodes/_core/json.ts";
import { defineWrite } from "#nodes/_kit/action.ts";
import { defineConnector } from "#nodes/_kit/connector.ts";
import { textIn, textOut } from "#nodes/_kit/fields.ts";
import { malformedDelivery, parseAnswer } from "#nodes/_kit/parse.ts";
import { defineTrigger, type WebhookDefinition } from "#nodes/_kit/trigger.ts";

/**
 * The yardstick's two ends as an ordinary connector: a trigger whose webhook carries the whole deal, and one write. No
 * vendor of the product sends complete events, and reads would measure the vendor. Everything else is the product's own.
 */
export const webhook: WebhookDefinition = {
  verify: {
    kind: "hmac-sha256",
    encoding: "base64",
    signatureHeader: "x-bench-signature",
    timestamp: { header: "x-bench-timestamp", unit: "ms", toleranceMs: 300_000 },
    signed: ["method", "url", "body", "timestamp"],
  },
  contentTypes: ["application/json"],
  timeoutMs: 5_000,
  events(body) {
    const event: unknown = JSON.parse(body);
    if (!isJsonObject(event) || typeof event.id !== "string") throw malformedDelivery("Bench", "it is no deal");
    return [event];
  },
  accountId: (event) => String(event.account),
  dedupeKey: (event) => String(event.id),
  refusedStatus: 401,
};

const dealWon = defineTrigger({
  id: "deal-won",
  title: "Deal won",
  summary: "Starts with a complete deal.",
  keywords: [],
  config: z.strictObject({}),
  event: z.looseObject({ id: textOut({ title: "Id" }) }),
  accepts: (event) => event.type === "deal.won",
  poll: null,
  entityKey: (event) => `deal:${event.id}`,
  businessKey: (event) => `Deal ${event.id}`,
  sample: { id: "1" },
});

const Line = z
  .strictObject({
    item: textIn({ title: "Item", max: 50 }),
    description: textIn({ title: "Description", max: 200 }),
    quantity: z.number().meta({ title: "Quantity" }),
    unitPrice: z.number().meta({ title: "Unit price" }),
    net: z.number().meta({ title: "Net" }),
  })
  .meta({ title: "Line" });

const Answer = z.strictObject({ orderId: textOut({ title: "Order id" }) });

const createOrder = defineWrite({
  id: "create-order",
  title: "Create order",
  summary: "Creates an order.",
  keywords: [],
  effect: "create",
  capability: {
    kind: "vendor-key",
    header: "idempotency-key",
    ttlMs: 24 * 3_600_000,
    maxLength: 128,
    replaysErrors: false,
    afterTtl: { kind: "none" },
  },
  kept: ["orderId"],
  config: z.strictObject({}),
  input: z.strictObject({
    reference: textIn({ title: "Reference", max: 100 }),
    customer: textIn({ title: "Customer", max: 200 }),
    email: textIn({ title: "E-mail", max: 200 }),
    date: z.iso.date().meta({ title: "Date" }),
    currency: textIn({ title: "Currency", max: 3 }),
    lines: z.array(Line).min(1).max(1_000).meta({ title: "Lines" }),
    total: z.number().meta({ title: "Total" }),
  }),
  output: Answer,
  request: (input) => ({
    method: "POST",
    path: "/orders",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  }),
  answer: ({ body }) => parseAnswer(Answer, body, { vendor: "Bench", after: "write" }),
  object: ({ orderId }) => ({ id: orderId, label: orderId }),
});

export const bench = defineConnector({
  id: "bench",
  title: "Bench",
  version: "1.0.0",
  category: "crm",
  apiVersion: "1",
  connection: {
    auth: {
      kind: "oauth2",
      authorizeUrl: "https://bench.example/authorize",
      tokenUrl: "https://bench.example/token",
      revokeUrl: null,
      scopes: [],
      clientAuth: "body",
      pkce: true,
      rotatesRefreshToken: false,
    },
    baseUrl: "https://bench.example",
    allowedHosts: ["bench.example"],
    headers: () => ({}),
    discoverAccounts: async () => [],
    health: { method: "GET", path: "/health" },
    quotas: [{ id: "all", limit: 1_000_000, windowMs: 1_000 }],
    quotaOf: () => "all",
  },
  toFault: ({ status }) =>
    new Fault({
      kind: status >= 500 ? "unavailable" : "rejected",
      code: `status-${status}`,
      message: `The bench's target answered with ${status}.`,
    }),
  webhook,
  triggers: [dealWon],
  actions: [createOrder],
  options: {},
  twin: {
    vendor: "bench",
    title: "Bench",
    seed: async () => {},
    routes: [],
    quota: { limit: 1, windowMs: 1, headers: () => ({}), exceeded: { status: 429 } },
    sign: null,
    views: [],
    gestures: [],
    grant: async () => ({ accessToken: "bench", refreshToken: "bench", expiresInSeconds: 86_400 }),
  },
});
