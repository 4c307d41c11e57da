import type { JsonObject } from "#nodes/_core/json.ts";
import { isJsonObject } from "#nodes/_core/json.ts";
import { findConnector } from "#nodes/registry.ts";
import { findTemplate } from "#nodes/templates/index.ts";
import { seedLiveFlow } from "#prisma/seed/flow.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { withOrg, withOrgSql } from "#server/db/with-org.ts";
import { ensureSandbox, type Sandbox } from "#server/twins/ensure-sandbox.ts";
import { performGesture } from "#server/twins/perform-gesture.ts";

/** One organisation with its sandboxes and the template, live on them; the demo plays HubSpot's side of it. */
export interface Office {
  orgId: string;
  hubspot: Sandbox;
  flowId: string;
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
  const of = (vendor: string): Sandbox => {
    const found = sandboxes.find((sandbox) => sandbox.vendor === vendor);
    if (!found) throw new Error(`There is no sandbox of ${vendor}`);
    return found;
  };
  const hubspot = of("hubspot");
  const secret = await liftQuotas(orgId);
  const flowId = await publish(orgId, of);
  const sign = findConnector("hubspot")?.twin.sign;
  if (!sign) throw new Error("The HubSpot sandbox does not sign");

  return {
    orgId,
    hubspot,
    flowId,
    gesture: (id, input) => performGesture(orgId, "hubspot", id, input),
    takeEvents: () => takeEvents(orgId),
    sign: (events, other) => sign(events, other ?? secret, hubspot.endpointUrl, new Date()),
    pollNow: () =>
      withOrgSql(orgId, async (client) => {
        await client.query("update trigger set poll_due_at = mr_now() where org_id = $1 and flow_id = $2", [
          orgId,
          flowId,
        ]);
      }),
    pollCursor: () =>
      withOrg(
        orgId,
        async (db) => (await db.trigger.findFirst({ where: { flowId }, select: { cursor: true } }))?.cursor,
      ),
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

async function publish(orgId: string, of: (vendor: string) => Sandbox): Promise<string> {
  const graph = structuredClone(findTemplate("hubspot-deal-won-xero-invoice")?.flow);
  if (!graph) throw new Error("The template is gone");
  for (const node of graph.nodes) {
    const vendor = node.type.split("/")[0] ?? "";
    if (vendor !== "logic") node.connection = of(vendor).connectionId;
  }
  return seedLiveFlow(orgId, graph, { polls: true });
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
