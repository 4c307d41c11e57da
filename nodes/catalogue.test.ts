import { describe, expect, test } from "vitest";
import { Catalogue, findNodeType } from "./_core/flow/node-type.ts";
import { checkValue } from "./_core/schema/check-value.ts";
import { catalogue } from "./catalogue.ts";
import { connectors, findAction, findConnector, findTrigger } from "./registry.ts";

test("the catalogue is plain JSON and what the designer expects", () => {
  expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue);
  expect(() => Catalogue.parse(catalogue)).not.toThrow();
});

test("an invoice drawn by hand is keyed on its reference, not on the event that reported it", () => {
  expect(findNodeType(catalogue, "xero/create-invoice")?.suggestedIdempotency).toBe("reference");
});

test("every node type is there once", () => {
  const types = catalogue.nodeTypes.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(types).toEqual(
    expect.arrayContaining(["hubspot/deal-stage-changed", "xero/create-invoice", "logic/map", "logic/branch"]),
  );
});

describe.each(catalogue.nodeTypes.map((nodeType) => [nodeType.type, nodeType] as const))("%s", (_type, nodeType) => {
  test("can be checked by interpretation: no schema that would be waved through", () => {
    for (const schema of [nodeType.configSchema, nodeType.inputSchema, nodeType.outputSchema])
      if (schema) expect(() => checkValue(schema, {})).not.toThrow();
  });

  test("says how exactly-once is reached where it writes", () => {
    const writes = nodeType.effect !== null && nodeType.effect !== "read";
    expect(nodeType.guarantee !== null).toBe(writes);
  });

  test("has the ports its kind has", () => {
    const outputs = nodeType.outputs.map(({ id }) => id);
    expect(nodeType.inputs.map(({ id }) => id)).toEqual(nodeType.kind === "trigger" ? [] : ["in"]);
    if (nodeType.kind === "trigger") expect(outputs).toEqual(["out"]);
    else expect(outputs).toContain("error");
  });
});

test("a node type is found again in the registry", () => {
  for (const connector of connectors) {
    expect(findConnector(connector.id)).toBe(connector);
    for (const trigger of connector.triggers)
      expect(findTrigger(`${connector.id}/${trigger.id}`)?.trigger).toBe(trigger);
    for (const action of connector.actions) expect(findAction(`${connector.id}/${action.id}`)?.action).toBe(action);
  }
  expect(findAction("xero/nothing")).toBeUndefined();
  expect(findAction("nobody/create-invoice")).toBeUndefined();
  expect(findNodeType(catalogue, "xero/nothing")).toBeUndefined();
});
