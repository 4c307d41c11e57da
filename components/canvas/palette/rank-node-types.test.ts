import { expect, test } from "vitest";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { rankNodeTypes } from "./rank-node-types.ts";

const type = (title: string, connectorTitle: string, keywords: string[] = []): NodeType => ({
  type: `x/${title.toLowerCase().replaceAll(" ", "-")}`,
  connector: "x",
  connectorTitle,
  major: 1,
  kind: "action",
  title,
  summary: "",
  effect: "create",
  guarantee: null,
  needsConnection: true,
  inputs: [],
  outputs: [],
  configSchema: {},
  inputSchema: null,
  outputSchema: null,
  keywords,
});

const types = [
  type("Find contact", "Books"),
  type("Create invoice", "Books", ["bill"]),
  type("Create contact", "Crm"),
  type("Deal won", "Crm", ["opportunity"]),
];
const titles = (text: string) => rankNodeTypes(types, text).map((found) => found.title);

test.each([
  ["create inv", ["Create invoice"]],
  ["contact", ["Create contact", "Find contact"]],
  ["books", ["Create invoice", "Find contact"]],
  ["books create", ["Create invoice"]],
  ["bill", ["Create invoice"]],
  ["opportunity", ["Deal won"]],
  ["nothing", []],
])("%s finds %j", (text, found) => {
  expect(titles(text)).toEqual(found);
});

test("nothing typed shows everything", () => {
  expect(titles(" ")).toHaveLength(4);
});
