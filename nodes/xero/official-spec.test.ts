import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isJsonObject, type JsonSchema } from "../_core/json.ts";
import type { WriteAction } from "../_kit/action.ts";
import type { VendorHttp } from "../_kit/http.ts";
import { type ServedTwin, serveInMemory } from "../_kit/twin/serve-in-memory.ts";
import { createInvoice } from "./actions/create-invoice.ts";
import { createPayment } from "./actions/create-payment.ts";
import { upsertContact } from "./actions/upsert-contact.ts";
import { xero } from "./index.ts";

/** Reference material beside the project; the project is whole without it. */
const folder = new URL("../../../shared/vendor-specs/xero/", import.meta.url);
const present = existsSync(folder);
if (!present) console.log("Skipped: Xero's official specification is not at ../shared/vendor-specs/xero");

const account = { id: "5f1c0c4e-1f0b-4d3f-9d38-2f6a5d0c7a11", name: "Sandbox" };

describe.skipIf(!present)("by Xero's own specification", () => {
  let spec: JsonSchema;
  let validator: Ajv2020;
  let served: ServedTwin;
  let http: VendorHttp;
  beforeAll(async () => {
    spec = readYaml("xero_accounting.yaml");
    validator = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    validator.addSchema(spec, "xero");
    served = await serveInMemory(xero.twin, { account, quotaLimit: 10_000 });
    http = await served.connect(xero.connection.headers(account));
  });
  afterAll(() => served?.close());

  /** What is wrong with a body, fields that the specification does not know among it (its schemas are all open). */
  function problems(schemaName: string, body: string): string[] {
    const value: unknown = JSON.parse(body);
    const check = validator.compile({ $ref: `xero#/components/schemas/${schemaName}` });
    const wrong = check(value)
      ? []
      : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    return [...wrong, ...unknownFields(spec, componentOf(spec, schemaName), value, "$")];
  }

  async function written(action: WriteAction, input: unknown, config: unknown, schemaName: string): Promise<string> {
    const request = action.request(input, config, { account, vendorKey: crypto.randomUUID() });
    expect(problems(schemaName, request.body ?? "")).toEqual([]);
    const response = await http.request(request);
    expect(response.status, response.body).toBe(200);
    const { Id, Status, ProviderName, DateTimeUTC, ...records } = JSON.parse(response.body);
    expect({ Id, Status, ProviderName, DateTimeUTC }).toMatchObject({ Status: "OK" });
    expect(problems(schemaName, JSON.stringify(records))).toEqual([]);
    return action.object(action.answer(response)).id;
  }

  test("requests of every write, and the twin's answers, are what it describes", async () => {
    const contactId = await written(
      upsertContact,
      {
        contactNumber: "C-1",
        name: "Alder Street Bakery",
        emailAddress: "ap@alder-street.example",
        phone: "020",
        currency: "GBP",
        taxNumber: "GB1",
        address: { line1: "12 Alder Street", city: "London", postalCode: "E1 4AB", country: "United Kingdom" },
      },
      {},
      "Contacts",
    );
    const invoiceId = await written(
      createInvoice,
      {
        contactId,
        date: "2026-11-20",
        dueDate: "2026-12-20",
        reference: "R1",
        invoiceNumber: "OWN-1",
        currency: "GBP",
        lines: [
          {
            description: "a",
            quantity: "1.5",
            unitAmount: "10.0001",
            discountRate: "5",
            accountCode: "200",
            taxType: "OUTPUT2",
          },
          { description: "b", quantity: "2", unitAmount: "3", accountCode: "210" },
        ],
      },
      { status: "AUTHORISED" },
      "Invoices",
    );
    const payment = { invoiceId, accountCode: "090", date: "2026-11-25", amount: "5.5", reference: "P1" };
    await written(createPayment, payment, {}, "Payments");
  });

  test.each([
    ["Organisation", "Organisations"],
    ["Accounts", "Accounts"],
    ["TaxRates", "TaxRates"],
    ["Currencies", "Currencies"],
    ["Contacts", "Contacts"],
    ["Invoices", "Invoices"],
    ["Payments", "Payments"],
  ])("the twin's list of %s is what it describes", async (path, schemaName) => {
    const query = { page: "1" };
    const response = await http.request({ method: "GET", path: `/api.xro/2.0/${path}`, query });
    const { Id: _i, Status: _s, ProviderName: _p, DateTimeUTC: _d, ...records } = JSON.parse(response.body);
    expect(problems(schemaName, JSON.stringify(records))).toEqual([]);
  });

  test("a refusal is what it describes", async () => {
    const request = upsertContact.request(
      { contactNumber: "C-9", name: "Town Hall Catering" },
      {},
      { account, vendorKey: "v" },
    );
    const response = await http.request(request);
    expect(response.status).toBe(400);
    const { ErrorNumber, Type, Message } = JSON.parse(response.body);
    expect(problems("Error", JSON.stringify({ ErrorNumber, Type, Message }))).toEqual([]);
  });

  test("a delivery is what it describes", () => {
    const webhooks = readYaml("xero-webhooks.yaml");
    const event = {
      resourceUrl: "https://api.xero.com/api.xro/2.0/Invoices/0d7b3c1e-7c1b-4a5e-8d0c-5a3d9c0b7e21",
      resourceId: "0d7b3c1e-7c1b-4a5e-8d0c-5a3d9c0b7e21",
      tenantId: account.id,
      tenantType: "ORGANISATION",
      eventCategory: "INVOICE",
      eventType: "CREATE",
      eventDateUtc: "2026-11-20T10:15:31.120",
    };
    const delivery = xero.twin.sign?.([event], "key", "https://millrace.example/hooks/x", new Date());
    validator.addSchema(webhooks, "webhooks");
    const check = validator.compile({ $ref: "webhooks#/components/schemas/WebhookEvent" });
    expect(check(JSON.parse(delivery?.body ?? "")) ? [] : check.errors).toEqual([]);
  });
});

function readYaml(file: string): JsonSchema {
  const value: unknown = parse(readFileSync(new URL(file, folder), "utf8"));
  return isJsonObject(value) ? value : {};
}

const componentOf = (spec: JsonSchema, name: string): JsonSchema =>
  member(member(member(spec, "components"), "schemas"), name);

function member(schema: JsonSchema, name: string): JsonSchema {
  const value = schema[name];
  return isJsonObject(value) ? value : {};
}

function resolve(spec: JsonSchema, schema: JsonSchema): JsonSchema {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  return name === undefined ? schema : componentOf(spec, name);
}

/** In the specification's own examples, but not in its schemas. */
const forgottenFields = new Set(["DateString", "DueDateString"]);

function unknownFields(spec: JsonSchema, schema: JsonSchema, value: unknown, path: string): string[] {
  const rules = resolve(spec, schema);
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownFields(spec, member(rules, "items"), item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  const properties = member(rules, "properties");
  return Object.entries(value).flatMap(([name, field]) =>
    Object.hasOwn(properties, name) || forgottenFields.has(name)
      ? unknownFields(spec, member(properties, name), field, `${path}.${name}`)
      : [`${path}.${name} is not in the specification`],
  );
}
