import { describe, expect, test } from "vitest";
import { checkFlow, type FlowSurroundings } from "./check-flow.ts";
import { emptyFlow, type FlowDocument, type FlowNode } from "./flow.ts";
import type { NodeType } from "./node-type.ts";

const shopConnection = "018f0000-0000-7000-8000-000000000001";
const booksConnection = "018f0000-0000-7000-8000-000000000002";
const liveBooks = "018f0000-0000-7000-8000-000000000003";

const port = (id: string) => ({ id, title: id, kind: id === "error" ? ("error" as const) : ("data" as const) });
const type = (fields: Partial<NodeType> & Pick<NodeType, "type" | "connector" | "kind">): NodeType => ({
  connectorTitle: fields.connector,
  major: 1,
  title: fields.type,
  summary: "",
  effect: null,
  guarantee: null,
  needsConnection: fields.connector !== "logic",
  inputs: fields.kind === "trigger" ? [] : [port("in")],
  outputs: [port("out")],
  configSchema: { type: "object" },
  inputSchema: null,
  outputSchema: null,
  keywords: [],
  ...fields,
});

const surroundings: FlowSurroundings = {
  catalogue: {
    nodeTypes: [
      type({
        type: "shop/order-paid",
        connector: "shop",
        kind: "trigger",
        outputSchema: { type: "object", properties: { orderId: {} } },
        configSchema: {
          type: "object",
          required: ["stage"],
          properties: { stage: { type: "string", title: "Stage" } },
        },
      }),
      type({ type: "logic/map", connector: "logic", kind: "map" }),
      type({ type: "logic/branch", connector: "logic", kind: "logic", outputs: [port("true"), port("false")] }),
      type({
        type: "books/create-invoice",
        connector: "books",
        kind: "action",
        effect: "create",
        outputs: [port("out"), port("error")],
        inputSchema: {
          type: "object",
          required: ["reference", "lines"],
          properties: { reference: { title: "Reference" }, lines: { title: "Lines" } },
        },
      }),
    ],
  },
  connections: [
    { id: shopConnection, connector: "shop", environment: "sandbox", state: "connected" },
    { id: booksConnection, connector: "books", environment: "sandbox", state: "connected" },
    { id: liveBooks, connector: "books", environment: "live", state: "connected" },
  ],
  checkExpression: (text) => (text.includes("!!") ? { message: "Unexpected !", position: text.indexOf("!!") } : null),
};

const node = (id: string, nodeType: string, extra: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: nodeType,
  major: 1,
  label: id,
  position: { x: 0, y: 0 },
  connection: null,
  config: {},
  ...extra,
});
const edge = (from: string, to: string, fromPort = "out", toPort = "in") => ({
  id: `${from}.${fromPort}-${to}.${toPort}`,
  from: { node: from, port: fromPort },
  to: { node: to, port: toPort },
});

const paid = node("paid", "shop/order-paid", { connection: shopConnection, config: { stage: "won" } });
const map = node("map", "logic/map", { config: { expression: '{ "reference": orderId, "lines": [] }' } });
const invoice = node("invoice", "books/create-invoice", { connection: booksConnection });
const good: FlowDocument = {
  ...emptyFlow("Order to invoice"),
  nodes: [paid, map, invoice],
  edges: [edge("paid", "map"), edge("map", "invoice")],
};

const withNode = (changed: FlowNode): FlowDocument => ({
  ...good,
  nodes: good.nodes.map((n) => (n.id === changed.id ? changed : n)),
});
const codes = (document: FlowDocument, around = surroundings) =>
  checkFlow(document, around).map((problem) => problem.code);

test("a finished flow has no problems", () => {
  expect(checkFlow(good, surroundings)).toEqual([]);
});

describe("each mistake has its name, its node and a fix", () => {
  test.each<[string, FlowDocument, string | null]>([
    ["no-trigger", { ...good, nodes: [map, invoice], edges: [edge("map", "invoice")] }, null],
    ["unknown-type", withNode({ ...invoice, type: "books/delete-all" }), "invoice"],
    ["unknown-major", withNode({ ...invoice, major: 2 }), "invoice"],
    ["no-connection", withNode({ ...invoice, connection: null }), "invoice"],
    ["foreign-connection", withNode({ ...invoice, connection: "018f0000-0000-7000-8000-0000000000ff" }), "invoice"],
    ["wrong-vendor", withNode({ ...invoice, connection: shopConnection }), "invoice"],
    ["mixed-environments", withNode({ ...invoice, connection: liveBooks }), "invoice"],
    ["config", withNode({ ...paid, config: {} }), "paid"],
    ["empty-expression", withNode({ ...map, config: { expression: "  " } }), "map"],
    ["expression", withNode({ ...map, config: { expression: "items !! 1" } }), "map"],
    ["empty-expression", withNode({ ...invoice, idempotency: "" }), "invoice"],
    ["expression", withNode({ ...invoice, idempotency: "!!" }), "invoice"],
    ["unmapped-field", withNode({ ...map, config: { expression: '{ "reference": orderId }' } }), "invoice"],
    ["dangling-edge", { ...good, edges: [...good.edges, edge("map", "gone")] }, "map"],
    ["duplicate-edge", { ...good, edges: [...good.edges, { ...edge("paid", "map"), id: "again" }] }, "map"],
    ["unknown-port", { ...good, edges: [edge("paid", "map"), edge("map", "invoice", "left")] }, "map"],
    ["cycle", { ...good, edges: [...good.edges, edge("invoice", "map")] }, "map"],
    ["several-inputs", { ...good, edges: [...good.edges, edge("paid", "invoice")] }, "invoice"],
    [
      "unreachable-node",
      {
        ...good,
        nodes: [...good.nodes, node("lost", "logic/map", map)].map((n, i) => (i === 3 ? { ...n, id: "lost" } : n)),
      },
      "lost",
    ],
    ["nothing-follows", { ...good, edges: [] }, "paid"],
    ["secret-in-flow", withNode({ ...map, config: { ...map.config, other: liveBooks } }), "map"],
  ])("%s", (code, document, nodeId) => {
    const found = checkFlow(document, surroundings).find((problem) => problem.code === code);
    expect(found?.nodeId).toBe(nodeId);
    expect(found?.fix).not.toBe("");
  });
});

test("a branch without a condition is named", () => {
  const branch = node("large", "logic/branch");
  const document = {
    ...good,
    nodes: [...good.nodes, branch],
    edges: [edge("paid", "large"), edge("large", "map", "true"), edge("map", "invoice")],
  };
  expect(codes(document)).toEqual(["empty-expression"]);
});

test("several triggers may lead into one node, because a run has exactly one", () => {
  const second = { ...paid, id: "also_paid" };
  const document = { ...good, nodes: [...good.nodes, second], edges: [...good.edges, edge("also_paid", "map")] };
  expect(codes(document)).toEqual([]);
});

test("a target that takes what the trigger gives is checked against the trigger's fields", () => {
  const document = { ...good, nodes: [paid, invoice], edges: [edge("paid", "invoice")] };
  expect(checkFlow(document, surroundings).map((p) => p.field)).toEqual(["input.reference", "input.lines"]);
});

test("what an expression gives cannot be told when it is not a group of fields: the preview judges it", () => {
  expect(codes(withNode({ ...map, config: { expression: "$lookup(orders, id)" } }))).toEqual([]);
});

test("a connection that needs a person is a warning: runs wait for it, nothing is lost", () => {
  const down = surroundings.connections.map((c) => (c.id === booksConnection ? { ...c, state: "needs_reauth" } : c));
  expect(checkFlow(good, { ...surroundings, connections: down })).toMatchObject([
    { code: "connection-down", severity: "warning" },
  ]);
});

test("a disabled node is not asked for its settings", () => {
  expect(codes(withNode({ ...invoice, connection: null, disabled: true }))).toEqual([]);
});

test("a loop of branches ends the search for what they produce", () => {
  const document = {
    ...good,
    nodes: [
      paid,
      node("one", "logic/branch", { config: { condition: "true" } }),
      node("two", "logic/branch", { config: { condition: "true" } }),
      invoice,
    ],
    edges: [edge("two", "one", "true"), edge("one", "two", "true"), edge("one", "invoice", "false")],
  };
  expect(codes(document)).toContain("cycle");
});
