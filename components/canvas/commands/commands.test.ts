import { describe, expect, test } from "vitest";
import { applyOperation } from "#nodes/_core/flow/apply-operation.ts";
import { emptyFlow, type FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { Catalogue, NodeType } from "#nodes/_core/flow/node-type.ts";
import { addNode, addNodeAfter } from "./add-node.ts";
import { canConnect } from "./can-connect.ts";
import { connectToNode } from "./connect-ports.ts";
import { deleteSelection } from "./delete-selection.ts";
import { duplicateNodes } from "./duplicate-nodes.ts";
import { moveEdgeEnd } from "./move-edge-end.ts";
import { spliceIntoEdge } from "./splice-into-edge.ts";
import { walk } from "./walk.ts";

const port = (id: string) => ({ id, title: id, kind: "data" as const });
const type = (id: string, kind: NodeType["kind"], title: string): NodeType => ({
  type: id,
  connector: id.split("/")[0] ?? "",
  connectorTitle: "Test",
  major: 1,
  kind,
  title,
  summary: "",
  effect: null,
  guarantee: null,
  needsConnection: !id.startsWith("logic/"),
  inputs: kind === "trigger" ? [] : [port("in")],
  outputs: [port("out")],
  configSchema: { type: "object", properties: { status: { default: "DRAFT" } } },
  inputSchema: null,
  outputSchema: null,
  keywords: [],
});
const trigger = type("crm/deal-won", "trigger", "Deal won");
const map = type("logic/map", "map", "Map");
const target = type("books/create-invoice", "action", "Create invoice");
const catalogue: Catalogue = { nodeTypes: [trigger, map, target] };
const connections = [
  {
    id: "018f0000-0000-7000-8000-000000000001",
    connector: "crm",
    environment: "sandbox",
    name: "Crm",
    state: "connected",
  },
  {
    id: "018f0000-0000-7000-8000-000000000002",
    connector: "books",
    environment: "sandbox",
    name: "Books",
    state: "connected",
  },
  {
    id: "018f0000-0000-7000-8000-000000000003",
    connector: "books",
    environment: "live",
    name: "Real books",
    state: "connected",
  },
];

/** trigger → map → target, drawn as a person draws it: one after the other by +. */
function drawn(): FlowDocument {
  let document = emptyFlow("Test");
  let last: string | null = null;
  for (const next of [trigger, map, target]) {
    const added: { operation: Parameters<typeof applyOperation>[1]; nodeId: string } = last
      ? addNodeAfter(document, catalogue, next, connections, { node: last, port: "out" })
      : addNode(document, next, connections);
    document = applyOperation(document, added.operation).document;
    last = added.nodeId;
  }
  return document;
}

const edges = (document: FlowDocument) => document.edges.map((edge) => `${edge.from.node}-${edge.to.node}`);

test("drawing by + gives a wired row of nodes that do not overlap", () => {
  const document = drawn();
  expect(edges(document)).toEqual(["deal_won-map", "map-create_invoice"]);
  const [first, second, third] = document.nodes.map((node) => node.position);
  expect([first?.y, second?.y, third?.y]).toEqual([0, 0, 0]);
  expect((second?.x ?? 0) - (first?.x ?? 0)).toBeGreaterThan(256);
});

test("a new node takes the connection of the environment that the flow works in", () => {
  expect(drawn().nodes.map((node) => node.connection?.at(-1))).toEqual(["1", undefined, "2"]);
});

test("a new node has the settings its type suggests; a map has an empty expression", () => {
  expect(drawn().nodes.map((node) => node.config)).toEqual([
    { status: "DRAFT" },
    { expression: "" },
    { status: "DRAFT" },
  ]);
});

describe("splicing", () => {
  test("A → B becomes A → new → B in one step, and undo restores it", () => {
    const document = drawn();
    const { operation } = spliceIntoEdge(document, catalogue, map, connections, document.edges[0]?.id ?? "");
    const applied = applyOperation(document, operation);
    expect(edges(applied.document).sort()).toEqual(["deal_won-map_2", "map-create_invoice", "map_2-map"]);
    expect(applyOperation(applied.document, applied.inverse).document).toEqual(document);
  });

  test("what comes after makes room, and only then", () => {
    const document = drawn();
    const { operation } = spliceIntoEdge(document, catalogue, map, connections, document.edges[0]?.id ?? "");
    const spread = applyOperation(document, operation).document;
    const xs = ["deal_won", "map_2", "map", "create_invoice"].map(
      (id) => spread.nodes.find((n) => n.id === id)?.position.x ?? 0,
    );
    expect(xs.every((x, index) => index === 0 || x - (xs[index - 1] ?? 0) > 256)).toBe(true);
  });
});

describe("deleting", () => {
  test("a node in a row heals the edge around it", () => {
    const operation = deleteSelection(drawn(), catalogue, { nodes: ["map"], edges: [], notes: [] });
    expect(operation && edges(applyOperation(drawn(), operation).document)).toEqual(["deal_won-create_invoice"]);
  });
  test("without healing, if asked", () => {
    const operation = deleteSelection(drawn(), catalogue, { nodes: ["map"], edges: [], notes: [] }, { heal: false });
    expect(operation && edges(applyOperation(drawn(), operation).document)).toEqual([]);
  });
  test("an edge of a deleted node is not deleted twice", () => {
    const document = drawn();
    const all = { nodes: ["map", "create_invoice"], edges: document.edges.map((edge) => edge.id), notes: [] };
    const operation = deleteSelection(document, catalogue, all);
    expect(operation && applyOperation(document, operation).document.nodes).toHaveLength(1);
  });
  test("nothing selected, nothing done", () => {
    expect(deleteSelection(drawn(), catalogue, { nodes: [], edges: [], notes: [] })).toBeNull();
  });
});

test.each([
  ["create_invoice", "map", "That would lead the flow back into itself."],
  ["map", "create_invoice", "These two are connected already."],
  ["deal_won", "create_invoice", "Create invoice has an input already."],
  ["map", "deal_won", "Deal won starts the flow: nothing leads into it."],
  ["map", "map", "A node cannot feed itself."],
])("connecting %s to %s is refused with its reason", (from, to, reason) => {
  const ends = { from: { node: from, port: "out" }, to: { node: to, port: "in" } };
  expect(canConnect(drawn(), catalogue, ends)).toBe(reason);
});

test("dropped on a body, an edge takes the first free port", () => {
  const document = { ...drawn(), edges: [] };
  expect(connectToNode(document, catalogue, { node: "deal_won", port: "out" }, "map")).toMatchObject({
    edge: { to: { node: "map", port: "in" } },
  });
});

test("an edge's end moves in one step", () => {
  const document = drawn();
  const [first, second] = document.edges;
  const bare = { ...document, edges: second ? [second] : [] };
  const operation = moveEdgeEnd(bare, catalogue, second?.id ?? "", {
    from: first?.from ?? { node: "", port: "" },
    to: second?.to ?? { node: "", port: "" },
  });
  expect(operation && edges(applyOperation(bare, operation).document)).toEqual(["deal_won-create_invoice"]);
});

test("a copy has new ids and keeps the edges among the copied", () => {
  const result = duplicateNodes(drawn(), ["map", "create_invoice"]);
  const document = result && applyOperation(drawn(), result.operation).document;
  expect(document && edges(document)).toContain("map_2-create_invoice_2");
});

test("arrows walk along the edges", () => {
  expect(walk(drawn(), undefined, "right")).toBe("deal_won");
  expect(walk(drawn(), "deal_won", "right")).toBe("map");
  expect(walk(drawn(), "map", "left")).toBe("deal_won");
  expect(walk(drawn(), "create_invoice", "right")).toBeUndefined();
});
