import type { JsonObject } from "#nodes/_core/json.ts";
import { isJsonObject } from "#nodes/_core/json.ts";
import { findConnector } from "#nodes/registry.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";
import { publishFlow } from "#server/flow/publish-flow.ts";
import { useTemplate as fromTemplate } from "#server/flow/use-template.ts";
import { ensureSandbox, type Sandbox } from "#server/twins/ensure-sandbox.ts";
import { performGesture } from "#server/twins/perform-gesture.ts";

/** One organisation with its sandboxes and a flow made from the template; the demo plays HubSpot's side of it. */
export interface Office {
  orgId: string;
  hubspot: Sandbox;
  /** Makes the template live, with its poll; before that nothing starts a run. */
  publish(): Promise<void>;
  gesture(id: string, input: JsonObject): Promise<JsonObject>;
  /** The events that the HubSpot sandbox wants to push, oldest first; they are ours to deliver from here on. */
  takeEvents(): Promise<JsonObject[]>;
  /** Body and headers as HubSpot would send them now. */
  sign(events: JsonObject[], secret?: string): { body: string; headers: Record<string, string> };
  /** Makes the poll due now instead of within a minute. */
  pollNow(): Promise<void>;
  pollCursor(): Promise<unknown>;
  xeroInvoices(): Promise<{ reference: string; subTotal: string; at: Date }[]>;
}

export async function openOffice(base: string): Promise<Office> {
  const orgId = await seedOrganisation("Demo");
  const sandboxes = await ensureSandbox(orgId, base);
  const hubspot = sandboxes.find(({ vendor }) => vendor === "hubspot");
  if (!hubspot) throw new Error("There is no HubSpot sandbox");
  const secret = await liftQuotas(orgId);
  const actor = { orgId, userId: newId(), role: "builder" };
  const { flowId } = await fromTemplate(actor, {
    templateId: "hubspot-deal-won-xero-invoice",
    name: null,
    answers: {},
    connections: Object.fromEntries(sandboxes.map(({ vendor, connectionId }) => [vendor, connectionId])),
    withSandboxes: false,
  });
  const sign = findConnector("hubspot")?.twin.sign;
  if (!sign) throw new Error("The HubSpot sandbox does not sign");

  return {
    orgId,
    hubspot,
    publish: async () => {
      const published = await publishFlow(actor, flowId);
      if (published.kind !== "published")
        throw new Error(`The template can't be published: ${JSON.stringify(published)}`);
    },
    gesture: (id, input) => performGesture(orgId, "hubspot", id, input),
    takeEvents: () => takeEvents(orgId),
    sign: (events, other) => sign(events, other ?? secret, hubspot.endpointUrl, new Date()),
    pollNow: () =>
      withOrg(orgId, async (db) => {
        await db.trigger.updateMany({ where: { flowId }, data: { pollDueAt: new Date(0) } });
      }),
    pollCursor: () => withOrg(orgId, async (db) => (await db.trigger.findFirst({ where: { flowId } }))?.cursor ?? null),
    xeroInvoices: async () => {
      const records = await withOrg(orgId, (db) =>
        db.twinRecord.findMany({ where: { vendor: "xero", collection: "invoices" }, orderBy: { seq: "asc" } }),
      );
      return records.map(({ body, createdAt }) => {
        const invoice: JsonObject = JSON.parse(JSON.stringify(body));
        return { reference: String(invoice.Reference), subTotal: String(invoice.SubTotal), at: createdAt };
      });
    },
  };
}

/** The vendors' quotas (60 calls a minute at Xero) would stretch the demo to minutes. Answers HubSpot's app secret. */
function liftQuotas(orgId: string): Promise<string> {
  return withOrg(orgId, async (db) => {
    await db.twin.updateMany({ data: { quota: { limit: null } } });
    await db.connection.updateMany({ data: { quota: { limit: null } } });
    const twin = await db.twin.findFirstOrThrow({ where: { vendor: "hubspot" } });
    return twin.clientSecret;
  });
}

function takeEvents(orgId: string): Promise<JsonObject[]> {
  return withOrg(orgId, async (db) => {
    const deliveries = await db.twinDelivery.findMany({ where: { vendor: "hubspot" }, orderBy: { id: "asc" } });
    await db.twinDelivery.deleteMany({ where: { id: { in: deliveries.map(({ id }) => id) } } });
    return deliveries.flatMap(({ events }) => {
      const list: unknown = JSON.parse(JSON.stringify(events));
      return Array.isArray(list) ? list.filter(isJsonObject) : [];
    });
  });
}
