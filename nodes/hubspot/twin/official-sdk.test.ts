import { Client, Signature } from "@hubspot/api-client";
import { AssociationSpecAssociationCategoryEnum } from "@hubspot/api-client/lib/codegen/crm/deals/models/AssociationSpec.js";
import { FilterOperatorEnum } from "@hubspot/api-client/lib/codegen/crm/deals/models/Filter.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedTwin, serveInMemory } from "../../_kit/twin/serve-in-memory.ts";
import { dealToCompanyPrimary } from "../association-types.ts";
import { hubspot } from "../index.ts";
import { twin } from "./index.ts";
import { limit } from "./quota.ts";

/** HubSpot's own client, pointed at the twin over loopback: what it can read, HubSpot could have sent. */
let served: ServedTwin;
beforeAll(async () => {
  served = await serveInMemory(twin, { account: { id: "44332211", name: "Sandbox" }, quotaLimit: 10_000 });
});
afterAll(() => served.close());

async function signedIn(): Promise<Client> {
  const http = new Client({ basePath: served.origin, numberOfApiCallRetries: 0 });
  const code = await consent();
  const { id, secret } = served.client;
  const tokens = await http.oauth.tokensApi.create("authorization_code", code, redirectUri(), id, secret);
  return new Client({ basePath: served.origin, accessToken: tokens.accessToken, numberOfApiCallRetries: 0 });
}

const redirectUri = () => `${served.origin}/callback`;

/** A person who clicks "Allow access". */
async function consent(more: Record<string, string> = {}): Promise<string> {
  const query = {
    client_id: served.client.id,
    redirect_uri: redirectUri(),
    scope: "oauth crm.objects.deals.read",
    ...more,
  };
  const url = `${served.origin}/oauth/authorize?${new URLSearchParams(query)}`;
  const page = await (await fetch(url)).text();
  expect(page).toContain("Allow access");
  const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)">/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  const form = new URLSearchParams([...fields, ["decision", "allow"]]);
  const answer = await fetch(`${served.origin}/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

describe("sign-in", () => {
  test("a code becomes tokens, once", async () => {
    const { oauth } = new Client({ basePath: served.origin });
    const { id, secret } = served.client;
    const code = await consent();
    const tokens = await oauth.tokensApi.create("authorization_code", code, redirectUri(), id, secret);
    expect(tokens).toMatchObject({ tokenType: "bearer", expiresIn: 1800 });
    await expect(oauth.tokensApi.create("authorization_code", code, redirectUri(), id, secret)).rejects.toMatchObject({
      code: 400,
    });
  });

  test("a refresh gives a new access token and keeps the refresh token", async () => {
    const { oauth } = new Client({ basePath: served.origin });
    const { id, secret } = served.client;
    const first = await oauth.tokensApi.create("authorization_code", await consent(), redirectUri(), id, secret);
    const second = await oauth.tokensApi.create("refresh_token", undefined, undefined, id, secret, first.refreshToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await oauth.accessTokensApi.get(second.accessToken)).toMatchObject({
      hubId: 44332211,
      hubDomain: "Sandbox",
    });
  });

  test("a wrong secret, a foreign redirect and a revoked consent are refused", async () => {
    const { oauth } = new Client({ basePath: served.origin });
    const { id, secret } = served.client;
    const code = await consent();
    await expect(oauth.tokensApi.create("authorization_code", code, redirectUri(), id, "wrong")).rejects.toMatchObject({
      code: 401,
    });
    const foreign = new URLSearchParams({ client_id: id, redirect_uri: "https://elsewhere.example/" });
    expect((await fetch(`${served.origin}/oauth/authorize?${foreign}`)).status).toBe(400);
    const tokens = await oauth.tokensApi.create("authorization_code", code, redirectUri(), id, secret);
    await oauth.refreshTokensApi.archive(tokens.refreshToken);
    await expect(
      oauth.tokensApi.create("refresh_token", undefined, undefined, id, secret, tokens.refreshToken),
    ).rejects.toMatchObject({ code: 400 });
  });
});

describe("records", () => {
  test("are created with associations, read, changed and archived", async () => {
    const client = await signedIn();
    const deal = await client.crm.deals.basicApi.create({
      properties: { dealname: "Made by the SDK", dealstage: "contractsent", amount: "12.50" },
      associations: [
        {
          to: { id: "501" },
          types: [
            {
              associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
              associationTypeId: dealToCompanyPrimary,
            },
          ],
        },
      ],
    });
    const read = await client.crm.deals.basicApi.getById(deal.id, ["dealname", "amount", "closedate"], undefined, [
      "companies",
    ]);
    expect(read.properties).toMatchObject({ dealname: "Made by the SDK", amount: "12.50", closedate: null });
    expect(read.associations?.companies?.results.map(({ id }) => id)).toContain("501");
    expect(read.createdAt).toBeInstanceOf(Date);

    const before = served.deliveries.length;
    const won = await client.crm.deals.basicApi.update(deal.id, { properties: { dealstage: "closedwon" } });
    expect(won.properties.dealstage).toBe("closedwon");
    expect(served.deliveries.slice(before).flat()).toMatchObject([
      { subscriptionType: "deal.propertyChange", objectId: Number(deal.id), propertyValue: "closedwon" },
    ]);
    await client.crm.deals.basicApi.archive(deal.id);
    await expect(client.crm.deals.basicApi.getById(deal.id)).rejects.toMatchObject({ code: 404 });
  });

  test("a value set again to itself reports nothing", async () => {
    const client = await signedIn();
    const before = served.deliveries.length;
    await client.crm.deals.basicApi.update("1002", { properties: { dealstage: "presentationscheduled", amount: "1" } });
    expect(served.deliveries.length).toBe(before);
  });

  test("are listed page by page to the end", async () => {
    const client = await signedIn();
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await client.crm.companies.basicApi.getPage(2, after, ["name"]);
      seen.push(...page.results.map(({ id }) => id));
      after = page.paging?.next?.after;
    } while (after !== undefined);
    expect(seen).toEqual(["501", "502", "503"]);
  });

  test("are searched by filters, in order, page by page", async () => {
    const client = await signedIn();
    const search = (after?: string) =>
      client.crm.lineItems.searchApi.doSearch({
        filterGroups: [{ filters: [{ propertyName: "price", operator: FilterOperatorEnum.Gte, value: "60" }] }],
        sorts: ["price"],
        properties: ["name", "price"],
        limit: 3,
        ...(after === undefined ? {} : { after }),
      });
    const first = await search();
    const second = await search(first.paging?.next?.after);
    expect(first.total).toBe(6);
    const prices = [...first.results, ...second.results].map(({ properties }) => properties.price);
    expect(prices).toEqual(["61.05", "189", "440", "615.50", "2899.99", "4200"]);
  });

  test("are read in batches, and missing ones are named", async () => {
    const client = await signedIn();
    const inputs = [{ id: "301" }, { id: "302" }, { id: "999999" }];
    const answer = await client.crm.contacts.batchApi.read({
      inputs,
      properties: ["email"],
      propertiesWithHistory: [],
    });
    expect(answer.results.map(({ id }) => id).sort()).toEqual(["301", "302"]);
    expect(answer).toMatchObject({ numErrors: 1 });
  });

  test("are made or changed by a unique property", async () => {
    const client = await signedIn();
    const upsert = (firstname: string) =>
      client.crm.contacts.batchApi.upsert({
        inputs: [{ idProperty: "email", id: "New.Desk@alder-street.example", properties: { firstname } }],
      });
    const made = await upsert("New");
    const changed = await upsert("Newer");
    expect(made.results[0]).toMatchObject({ _new: true, properties: { email: "new.desk@alder-street.example" } });
    expect(changed.results[0]).toMatchObject({
      _new: false,
      id: made.results[0]?.id,
      properties: { firstname: "Newer" },
    });
  });

  test.each([
    [{ email: "ap@alder-street.example" }, 409],
    [{ email: "not an address" }, 400],
    [{ colour: "red" }, 400],
  ])("a contact with %j is refused with %i", async (properties, code) => {
    const client = await signedIn();
    await expect(client.crm.contacts.basicApi.create({ properties, associations: [] })).rejects.toMatchObject({ code });
  });

  test("associations are listed with their types", async () => {
    const client = await signedIn();
    const page = await client.crm.associations.v4.basicApi.getPage("deals", "1001", "line_items");
    expect(page.results.map(({ toObjectId }) => String(toObjectId))).toEqual(["2001", "2002"]);
  });
});

test("pipelines, properties and owners are what the client expects", async () => {
  const client = await signedIn();
  const pipelines = await client.crm.pipelines.pipelinesApi.getAll("deals");
  expect(pipelines.results[0]?.stages.map(({ id }) => id)).toContain("closedwon");
  const properties = await client.crm.properties.coreApi.getAll("contacts");
  expect(properties.results.find(({ name }) => name === "email")).toMatchObject({ hasUniqueValue: true });
  const owners = await client.crm.owners.ownersApi.getPage();
  expect(owners.results.map(({ id }) => id)).toEqual(["71", "72"]);
});

test("the client's own retry recognises the twin's rate limit", async () => {
  const strict = await serveInMemory(twin);
  try {
    const { accessToken } = await twin.grant({
      store: strict.store,
      now: new Date(),
      account: strict.account,
      client: strict.client,
      origin: strict.origin,
      uuid: () => crypto.randomUUID(),
      deliver: () => undefined,
    });
    const client = new Client({ basePath: strict.origin, accessToken, numberOfApiCallRetries: 0 });
    for (let call = 0; call < limit; call++) await client.crm.pipelines.pipelinesApi.getAll("deals");
    await expect(client.crm.pipelines.pipelinesApi.getAll("deals")).rejects.toMatchObject({
      code: 429,
      body: { policyName: "TEN_SECONDLY_ROLLING" },
    });
  } finally {
    await strict.close();
  }
});

test("HubSpot's signature helper validates our signatures", () => {
  const now = new Date();
  const url = "https://millrace.example/hooks/3f1c0a52";
  const secret = "the-app-secret";
  const delivery = twin.sign?.([{ portalId: 1, note: "ä" }], secret, url, now);
  const { signatureHeader, timestamp } = hubspot.webhook?.verify ?? { signatureHeader: "", timestamp: null };
  const valid = (requestBody: string) =>
    Signature.isValid({
      signatureVersion: "v3",
      signature: delivery?.headers[signatureHeader] ?? "",
      timestamp: Number(delivery?.headers[timestamp?.header ?? ""]),
      method: "POST",
      clientSecret: secret,
      requestBody,
      url,
    });
  expect(valid(delivery?.body ?? "")).toBe(true);
  expect(valid(`${delivery?.body} `)).toBe(false);
});
