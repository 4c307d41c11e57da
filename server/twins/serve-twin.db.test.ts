import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { openConnection } from "#server/egress/open-connection.ts";
import { withDatabase } from "#server/testing/with-database.ts";
import { withTwins } from "#server/testing/with-twins.ts";
import { ensureSandbox, type Sandbox } from "./ensure-sandbox.ts";
import { listTwinRequests } from "./list-twin-records.ts";

withDatabase();
const host = withTwins();
const org = randomUUID();
let hubspot: Sandbox;

beforeAll(async () => {
  const sandboxes = await ensureSandbox(org, host.base);
  const found = sandboxes.find(({ vendor }) => vendor === "hubspot");
  if (!found) throw new Error("no HubSpot sandbox");
  hubspot = found;
});

test("a sandbox's connection works at once", async () => {
  const { http, account, environment, state } = await openConnection(org, hubspot.connectionId);
  expect({ environment, state, account: account.id }).toEqual({ environment: "sandbox", state: "connected", account: hubspot.accountId });
  const response = await http.request({ method: "GET", path: "/crm/v3/objects/deals", query: { limit: "1" } });
  expect(response.status, response.body).toBe(200);
  expect(await listTwinRequests(org, "hubspot")).toMatchObject([{ method: "GET", status: 200, applied: false }]);
});
