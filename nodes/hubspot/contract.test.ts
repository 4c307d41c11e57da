import { contract, type WriteTrial } from "../_kit/contract.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { readSamples } from "../_kit/read-samples.ts";
import type { ServedTwin } from "../_kit/twin/serve-in-memory.ts";
import { hubspot } from "./index.ts";

const count = async (twin: ServedTwin, collection: string): Promise<number> =>
  (await twin.store.list(collection)).length;

/** Effects of an update: how many deals carry a value that a trial has set. */
const dealsWith = async (twin: ServedTwin, property: string, prefix: string): Promise<number> => {
  const values = (await twin.store.list("deals")).map(({ body }) => String(body[property] ?? ""));
  return new Set(values.filter((value) => value.startsWith(prefix))).size;
};

let next = 0;
/** A deal that no other trial has touched, so that each effect is seen by itself. */
async function freshDeal(http: VendorHttp): Promise<string> {
  const body = JSON.stringify({ properties: { dealname: `Trial ${++next}`, dealstage: "contractsent" } });
  const headers = { "content-type": "application/json" };
  const response = await http.request({ method: "POST", path: "/crm/v3/objects/deals", headers, body });
  return String(JSON.parse(response.body).id);
}

const trials: WriteTrial[] = [
  {
    action: "upsert-contact",
    config: {},
    input: async () => ({ email: `Trial-${++next}@Alder-Street.example`, firstName: "Accounts", lastName: "Payable" }),
    effects: (twin: ServedTwin) => count(twin, "contacts"),
  },
  {
    action: "update-deal-stage",
    config: {},
    input: async (http: VendorHttp) => ({ dealId: await freshDeal(http), stage: "closedlost" }),
    effects: async (twin: ServedTwin) => (await twin.store.list("deals", { dealstage: "closedlost" })).length,
  },
  {
    action: "update-deal",
    config: {},
    input: async (http: VendorHttp) => ({
      dealId: await freshDeal(http),
      description: `changed ${++next}`,
      amount: "1250.50",
      properties: [{ name: "closedate", value: "2026-12-01T00:00:00Z" }],
    }),
    effects: (twin: ServedTwin) => dealsWith(twin, "description", "changed "),
  },
  {
    action: "add-note",
    config: {},
    input: async (http: VendorHttp) => ({
      dealId: await freshDeal(http),
      text: "Invoice INV-0001 was sent.",
      at: "2026-11-20T10:15:30.000Z",
    }),
    effects: (twin: ServedTwin) => count(twin, "notes"),
  },
];

contract({
  connector: hubspot,
  account: { id: "44332211", name: "Sandbox" },
  samples: readSamples(new URL("./samples", import.meta.url)),
  trials,
});
