import { createHmac } from "node:crypto";
// xero-node's own OAuth client: its addresses are fixed, so it is given one that knows the twin's.
import { Issuer } from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Contact, CurrencyCode, Invoice, type Invoices, LineAmountTypes, XeroClient } from "xero-node";
import { type ServedTwin, serveInMemory } from "../../_kit/twin/serve-in-memory.ts";
import { twin } from "./index.ts";

/** Xero's own client, pointed at the twin over loopback: what it can read, Xero could have sent. */
const tenant = { id: "5f1c0c4e-1f0b-4d3f-9d38-2f6a5d0c7a11", name: "Sandbox" };
let served: ServedTwin;
let client: XeroClient;
beforeAll(async () => {
  served = await serveInMemory(twin, { account: tenant, quotaLimit: 10_000 });
  client = await signedIn();
});
afterAll(() => served.close());

const redirectUri = () => `${served.origin}/callback`;

function newClient(): XeroClient {
  const { id: clientId, secret: clientSecret } = served.client;
  const scopes = ["offline_access", "accounting.transactions"];
  const xero = new XeroClient({ clientId, clientSecret, redirectUris: [redirectUri()], scopes, state: "s1" });
  const issuer = new Issuer({
    issuer: served.origin,
    authorization_endpoint: `${served.origin}/identity/connect/authorize`,
    token_endpoint: `${served.origin}/connect/token`,
    revocation_endpoint: `${served.origin}/connect/revocation`,
  });
  xero.openIdClient = new issuer.Client({
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri()],
  });
  xero.accountingApi.basePath = `${served.origin}/api.xro/2.0`;
  return xero;
}

async function signedIn(): Promise<XeroClient> {
  const xero = newClient();
  const form = new URL(await xero.buildConsentUrl()).searchParams;
  form.set("decision", "allow");
  const url = `${served.origin}/identity/connect/authorize`;
  const answer = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  await xero.apiCallback(answer.headers.get("location") ?? "");
  return xero;
}

/** xero-node rejects with a JSON text. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  const error: unknown = await call.then(
    () => new Error("It was accepted"),
    (reason: unknown) => reason,
  );
  const { response } = JSON.parse(String(error));
  return { status: response.statusCode, body: response.body };
}

async function aContact(name: string, more: Contact = {}): Promise<string> {
  const { body } = await client.accountingApi.updateOrCreateContacts(tenant.id, { contacts: [{ name, ...more }] });
  return body.contacts?.[0]?.contactID ?? "";
}

const invoiceFor = (contactID: string, more: Invoice = {}): Invoices => ({
  invoices: [
    {
      type: Invoice.TypeEnum.ACCREC,
      contact: { contactID },
      date: "2026-11-20",
      dueDate: "2026-12-20",
      lineAmountTypes: LineAmountTypes.Exclusive,
      status: Invoice.StatusEnum.AUTHORISED,
      lineItems: [
        { description: "Ducting", quantity: 17.5, unitAmount: 23.45, accountCode: "200", taxType: "OUTPUT2" },
      ],
      ...more,
    },
  ],
});

describe("sign-in", () => {
  test("a refresh gives new tokens; the old refresh token works for 30 minutes more", async () => {
    const xero = await signedIn();
    const first = xero.readTokenSet();
    const second = await xero.refreshToken();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const late = newClient();
    late.setTokenSet(first);
    served.clock.advance(29 * 60_000);
    await late.refreshToken();
    late.setTokenSet(first);
    served.clock.advance(2 * 60_000);
    await expect(late.refreshToken()).rejects.toThrow(/invalid_grant/);
    client = await signedIn();
  });

  test("a revoked consent stops at once", async () => {
    const xero = await signedIn();
    const tokens = xero.readTokenSet();
    await xero.revokeToken();
    xero.setTokenSet(tokens);
    await expect(xero.refreshToken()).rejects.toThrow(/invalid_grant/);
    expect((await refusal(xero.accountingApi.getAccounts(tenant.id))).status).toBe(401);
    client = await signedIn();
  });

  test("a code is bound to its verifier (PKCE)", async () => {
    const { openIdClient } = newClient();
    const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const form = new URL(
      openIdClient.authorizationUrl({
        redirect_uri: redirectUri(),
        code_challenge: challenge,
        code_challenge_method: "S256",
      }),
    ).searchParams;
    const url = `${served.origin}/identity/connect/authorize`;
    const code = async () => {
      const answer = await fetch(url, { method: "POST", body: form, redirect: "manual" });
      return openIdClient.callbackParams(answer.headers.get("location") ?? "");
    };
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    await expect(openIdClient.oauthCallback(redirectUri(), await code(), { code_verifier: "wrong" })).rejects.toThrow(
      /invalid_grant/,
    );
    expect(
      (await openIdClient.oauthCallback(redirectUri(), await code(), { code_verifier: verifier })).access_token,
    ).toMatch(/\S/);
  });

  test("another organisation's id is forbidden", async () => {
    expect((await refusal(client.accountingApi.getAccounts("00000000-0000-4000-8000-000000000009"))).status).toBe(403);
  });
});

test("settings are what the client expects", async () => {
  const { body: accounts } = await client.accountingApi.getAccounts(tenant.id);
  expect(accounts.accounts?.find(({ code }) => code === "200")).toMatchObject({ name: "Sales", taxType: "OUTPUT2" });
  const { body: rates } = await client.accountingApi.getTaxRates(tenant.id);
  expect(rates.taxRates?.find(({ taxType }) => taxType === "OUTPUT2")).toMatchObject({ effectiveRate: 20 });
  const { body: organisations } = await client.accountingApi.getOrganisations(tenant.id);
  expect(organisations.organisations?.[0]).toMatchObject({ baseCurrency: CurrencyCode.GBP, organisationID: tenant.id });
});

describe("contacts", () => {
  test("the same number is the same contact, whatever its name", async () => {
    const first = await aContact("Mill Lane Framing", { contactNumber: "C-1" });
    expect(await aContact("Mill Lane Picture Framing", { contactNumber: "C-1" })).toBe(first);
    const { body } = await client.accountingApi.getContacts(tenant.id, undefined, 'Name=="Mill Lane Picture Framing"');
    expect(body.contacts).toMatchObject([{ contactID: first, contactNumber: "C-1" }]);
  });

  test("a name is taken only once, and an archived contact is not changed", async () => {
    await aContact("Orchard View Surveyors", { contactNumber: "C-2" });
    const again = { contacts: [{ name: "orchard view surveyors", contactNumber: "C-3" }] };
    const refused = await refusal(client.accountingApi.updateOrCreateContacts(tenant.id, again));
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain("already assigned to another contact");

    const id = await aContact("Old Customer", { contactNumber: "C-4" });
    await served.gesture("archive-contact", { id });
    const archived = await refusal(client.accountingApi.createInvoices(tenant.id, invoiceFor(id)));
    expect(JSON.stringify(archived.body)).toContain("archived contact");
  });
});

describe("invoices", () => {
  test("totals are exact, dates and lines come back", async () => {
    const id = await aContact("Totals");
    const { body } = await client.accountingApi.createInvoices(tenant.id, invoiceFor(id, { reference: "R1" }), true, 4);
    const made = body.invoices?.[0];
    expect(made).toMatchObject({
      subTotal: 410.38,
      totalTax: 82.08,
      total: 492.46,
      amountDue: 492.46,
      status: "AUTHORISED",
    });
    expect(new Date(made?.date ?? "").toISOString()).toBe("2026-11-20T00:00:00.000Z");
    const { body: read } = await client.accountingApi.getInvoice(tenant.id, made?.invoiceID ?? "");
    expect(read.invoices?.[0]?.lineItems).toMatchObject([{ quantity: 17.5, unitAmount: 23.45, lineAmount: 410.38 }]);
  });

  test("the same key and request is answered from memory; the same key with another request is refused", async () => {
    const id = await aContact("Idempotent");
    const before = (await served.store.list("invoices")).length;
    const send = (reference: string) =>
      client.accountingApi.createInvoices(tenant.id, invoiceFor(id, { reference }), true, 4, "key-1");
    const first = (await send("R2")).body.invoices?.[0]?.invoiceID;
    expect((await send("R2")).body.invoices?.[0]?.invoiceID).toBe(first);
    expect((await refusal(send("R3"))).status).toBe(400);
    expect((await served.store.list("invoices")).length).toBe(before + 1);
    served.clock.advance(24 * 3_600_000);
    client = await signedIn();
    expect((await send("R2")).body.invoices?.[0]?.invoiceID).not.toBe(first);
  });

  test.each<[string, Invoice, string]>([
    [
      "an unknown account",
      { lineItems: [{ description: "x", quantity: 1, unitAmount: 1, accountCode: "999" }] },
      "Account code '999' is not a valid code",
    ],
    [
      "a bank account",
      { lineItems: [{ description: "x", quantity: 1, unitAmount: 1, accountCode: "090" }] },
      "Account code '090' is not a valid code",
    ],
    [
      "an unknown tax type",
      { lineItems: [{ description: "x", quantity: 1, unitAmount: 1, accountCode: "200", taxType: "VAT99" }] },
      "TaxType code 'VAT99'",
    ],
    [
      "a tax type for bills",
      { lineItems: [{ description: "x", quantity: 1, unitAmount: 1, accountCode: "200", taxType: "INPUT2" }] },
      "TaxType code 'INPUT2'",
    ],
    ["no lines", { lineItems: [] }, "One or more line items must be specified"],
    ["a foreign currency", { currencyCode: CurrencyCode.CHF }, "not subscribed to currency CHF"],
    ["no due date", { dueDate: undefined }, "due date cannot be empty"],
    [
      "a wrong line total",
      { lineItems: [{ description: "x", quantity: 2, unitAmount: 5, lineAmount: 11, accountCode: "200" }] },
      "does not match the expected line total",
    ],
  ])("%s is refused", async (_what, more, message) => {
    const id = await aContact("Refusals");
    const before = (await served.store.list("invoices")).length;
    const refused = await refusal(client.accountingApi.createInvoices(tenant.id, invoiceFor(id, more)));
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain(message);
    expect((await served.store.list("invoices")).length).toBe(before);
  });

  test("a number is taken only once", async () => {
    const id = await aContact("Numbers");
    const numbered = invoiceFor(id, { invoiceNumber: "OWN-1" });
    await client.accountingApi.createInvoices(tenant.id, numbered);
    const refused = await refusal(client.accountingApi.createInvoices(tenant.id, numbered));
    expect(JSON.stringify(refused.body)).toContain("Invoice # must be unique.");
    const { body } = await client.accountingApi.updateOrCreateInvoices(tenant.id, {
      invoices: [{ ...numbered.invoices?.[0], reference: "changed" }],
    });
    expect(body.invoices?.[0]).toMatchObject({ invoiceNumber: "OWN-1", reference: "changed" });
  });

  test("of a batch, good ones are kept only where that is asked for", async () => {
    const id = await aContact("Batch");
    const good = invoiceFor(id, { reference: "good" }).invoices ?? [];
    const bad = invoiceFor(id, { lineItems: [] }).invoices ?? [];
    const before = (await served.store.list("invoices")).length;
    await refusal(client.accountingApi.createInvoices(tenant.id, { invoices: [...good, ...bad] }));
    expect((await served.store.list("invoices")).length).toBe(before);
    const { body } = await client.accountingApi.createInvoices(tenant.id, { invoices: [...good, ...bad] }, false);
    expect(body.invoices?.map(({ statusAttributeString }) => statusAttributeString)).toEqual(["OK", "ERROR"]);
    expect((await served.store.list("invoices")).length).toBe(before + 1);
  });

  test("are listed by change, filter and page", async () => {
    const id = await aContact("Lists");
    const since = served.clock.now();
    for (let n = 1; n <= 5; n++)
      await client.accountingApi.createInvoices(tenant.id, invoiceFor(id, { reference: `L${n}` }));
    const page = (n: number) =>
      client.accountingApi.getInvoices(
        tenant.id,
        since,
        undefined,
        "UpdatedDateUTC ASC",
        undefined,
        undefined,
        [id],
        undefined,
        n,
        undefined,
        undefined,
        undefined,
        undefined,
        2,
      );
    const references: (string | undefined)[] = [];
    for (let n = 1; ; n++) {
      const { body } = await page(n);
      references.push(...(body.invoices ?? []).map(({ reference }) => reference));
      if ((body.invoices ?? []).length < 2) break;
    }
    expect(references).toEqual(["L1", "L2", "L3", "L4", "L5"]);
    const { body: none } = await client.accountingApi.getInvoices(
      tenant.id,
      new Date(served.clock.now().getTime() + 60_000),
    );
    expect(none.invoices).toEqual([]);
    const { body: where } = await client.accountingApi.getInvoices(
      tenant.id,
      undefined,
      'Reference=="L3" AND Type=="ACCREC"',
    );
    expect(where.invoices).toHaveLength(1);
  });
});

test("payments settle an invoice, never more than is due, and can be taken back", async () => {
  const contactID = await aContact("Payments");
  const { body } = await client.accountingApi.createInvoices(tenant.id, invoiceFor(contactID));
  const invoiceID = body.invoices?.[0]?.invoiceID ?? "";
  const pay = (amount: number) =>
    client.accountingApi.createPayments(tenant.id, {
      payments: [{ invoice: { invoiceID }, account: { code: "090" }, date: "2026-11-25", amount }],
    });
  const tooMuch = await refusal(pay(500));
  expect(JSON.stringify(tooMuch.body)).toContain("exceeds the amount outstanding");
  await pay(92.46);
  const { body: last } = await pay(400);
  const paid = async () => (await client.accountingApi.getInvoice(tenant.id, invoiceID)).body.invoices?.[0];
  expect(await paid()).toMatchObject({ status: "PAID", amountDue: 0, amountPaid: 492.46 });
  await client.accountingApi.deletePayment(tenant.id, last.payments?.[0]?.paymentID ?? "", { status: "DELETED" });
  expect(await paid()).toMatchObject({ status: "AUTHORISED", amountDue: 400 });
});

test("what changes is pushed, signed as Xero signs", async () => {
  const before = served.deliveries.length;
  const id = await aContact("Pushed");
  await client.accountingApi.createInvoices(tenant.id, invoiceFor(id));
  const events = served.deliveries.slice(before).flat();
  expect(events).toMatchObject([
    { eventCategory: "CONTACT", eventType: "CREATE", resourceId: id, tenantId: tenant.id },
    { eventCategory: "INVOICE", eventType: "CREATE" },
  ]);
  const delivery = twin.sign?.(events, "signing-key", "https://millrace.example/hooks/x", new Date());
  const expected = createHmac("sha256", "signing-key")
    .update(delivery?.body ?? "")
    .digest("base64");
  expect(delivery?.headers["x-xero-signature"]).toBe(expected);
});
