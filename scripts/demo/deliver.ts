import type { JsonObject } from "#nodes/_core/json.ts";
import type { Office } from "./office.ts";

/** One POST to the webhook door, signed already. */
export interface Delivery {
  kind: "good" | "forged" | "malformed";
  events: number;
  body: string;
  headers: Record<string, string>;
}

export interface Answers {
  /** HTTP statuses by kind of delivery. */
  statuses: Record<Delivery["kind"], number[]>;
}

export const good = (office: Office, events: JsonObject[]): Delivery => ({
  kind: "good",
  events: events.length,
  ...office.sign(events),
});

/** Ten ways to be wrong about a signature; each body is well-formed and speaks of a deal that nobody has won. */
export function forge(office: Office, event: JsonObject, way: number): Delivery {
  const { body, headers } = office.sign([event], way % 2 === 0 ? "0123456789abcdef0123456789abcdef" : undefined);
  const name = "x-hubspot-signature-v3";
  const stamp = "x-hubspot-request-timestamp";
  const signature = headers[name] ?? "";
  const forged = (changed: Partial<Delivery>): Delivery => ({ kind: "forged", events: 1, body, headers, ...changed });
  switch (way) {
    case 1: // the body was changed after it was signed
      return forged({ body: body.replace('"attemptNumber":0', '"attemptNumber":1') });
    case 3: // without a signature
      return forged({ headers: { ...headers, [name]: "" } });
    case 5: // an old delivery, sent again with a fresh time
      return forged({ headers: { ...headers, [stamp]: String(Number(headers[stamp]) + 1) } });
    case 7: // cut short
      return forged({ headers: { ...headers, [name]: signature.slice(0, 20) } });
    case 9: // signed in hex, which HubSpot does not do
      return forged({ headers: { ...headers, [name]: Buffer.from(signature, "base64").toString("hex") } });
    default: // signed with a secret that is not ours
      return forged({});
  }
}

/** Signed by HubSpot, and nothing that can be read. */
export function malformed(office: Office, event: JsonObject): Delivery[] {
  const { portalId, ...without } = event;
  const bodies: JsonObject[][] = [
    [without],
    [{ ...event, occurredAt: "yesterday" }],
    [{ ...event, portalId: 1 }],
    [{ ...event, nested: JSON.parse('{"__proto__": {"admin": true}}') }],
    [{ ...event, subscriptionType: 7, portalId: portalId ?? null }],
  ];
  return bodies.map((events) => ({ kind: "malformed", events: 1, ...office.sign(events) }));
}

/** Sends everything over real HTTP, `lanes` at a time. */
export async function deliverAll(url: string, deliveries: Delivery[], lanes = 16): Promise<Answers> {
  const statuses: Answers["statuses"] = { good: [], forged: [], malformed: [] };
  const queue = [...deliveries];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { kind, body, headers } = next;
      const response = await fetch(url, { method: "POST", headers, body });
      await response.arrayBuffer();
      statuses[kind].push(response.status);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { statuses };
}
