import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOperation } from "./apply-operation.ts";
import { emptyFlow, FlowDocument, type FlowEdge, type FlowNode } from "./flow.ts";
import { anyFlow, anyOperation } from "./flow-arbitrary.ts";
import { FlowOperation } from "./operations.ts";

const node = (id: string, extra: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: "logic/map",
  major: 1,
  label: id,
  position: { x: 0, y: 0 },
  connection: null,
  config: {},
  ...extra,
});
const edge = (from: string, to: string): FlowEdge => ({
  id: `${from}-${to}`,
  from: { node: from, port: "out" },
  to: { node: to, port: "in" },
});
const chain: FlowDocument = {
  ...emptyFlow("Chain"),
  nodes: [node("a"), node("b"), node("c")],
  edges: [edge("a", "b"), edge("b", "c")],
};

/** Gestures that do not fit the flow are refused whole; the others are what the properties speak of. */
function applied(document: FlowDocument, operation: FlowOperation) {
  try {
    return applyOperation(document, operation);
  } catch (error) {
    expect(error).toMatchObject({ kind: "invalid-flow" });
    return null;
  }
}

test("undo restores the document exactly, and redo the change", () => {
  let fitting = 0;
  fc.assert(
    fc.property(anyFlow, fc.array(anyOperation, { minLength: 1, maxLength: 8 }), (start, operations) => {
      const before = structuredClone(start);
      const undo: FlowOperation[] = [];
      let document = start;
      for (const operation of operations) {
        const step = applied(document, operation);
        if (!step) continue;
        fitting++;
        const redone = applyOperation(step.document, step.inverse);
        expect(redone.document).toEqual(document);
        expect(applyOperation(redone.document, redone.inverse).document).toEqual(step.document);
        undo.unshift(step.inverse);
        document = step.document;
      }
      for (const operation of undo) document = applyOperation(document, operation).document;
      expect(document).toEqual(before);
      expect(start).toEqual(before);
    }),
    { numRuns: 300 },
  );
  expect(fitting).toBeGreaterThan(100);
});

test("whatever fits gives a valid document, and every inverse is a valid message", () => {
  fc.assert(
    fc.property(anyFlow, anyOperation, (document, operation) => {
      const step = applied(document, FlowOperation.parse(structuredClone(operation)));
      if (!step) return;
      FlowDocument.parse(step.document);
      expect(FlowOperation.parse(step.inverse)).toEqual(step.inverse);
    }),
  );
});

describe("what would break the graph is refused", () => {
  test.each<[string, FlowOperation]>([
    ["node-exists", { kind: "add-node", node: node("a") }],
    ["unknown-node", { kind: "remove-node", nodeId: "x" }],
    ["unknown-node", { kind: "add-edge", edge: edge("a", "x") }],
    ["edge-exists", { kind: "add-edge", edge: edge("a", "b") }],
    ["duplicate-edge", { kind: "add-edge", edge: { ...edge("a", "b"), id: "other" } }],
    ["cycle", { kind: "add-edge", edge: edge("c", "a") }],
    ["cycle", { kind: "add-edge", edge: edge("a", "a") }],
    ["unknown-edge", { kind: "remove-edge", edgeId: "x" }],
    ["unknown-note", { kind: "remove-note", noteId: "x" }],
    [
      "refused-key",
      {
        kind: "configure-node",
        nodeId: "a",
        change: { config: { set: { deep: JSON.parse('{"__proto__": 1}') }, unset: [] } },
      },
    ],
  ])("%s", (code, operation) => {
    expect(() => applyOperation(chain, operation)).toThrowError(
      expect.objectContaining({ kind: "invalid-flow", code }),
    );
  });

  test("a loop names its path, so that the canvas can light it", () => {
    expect(() => applyOperation(chain, { kind: "add-edge", edge: edge("c", "a") })).toThrowError(
      expect.objectContaining({ detail: { path: ["a", "b", "c"] } }),
    );
  });

  test("a batch applies wholly or not at all", () => {
    const operation: FlowOperation = {
      kind: "batch",
      label: "insert",
      operations: [
        { kind: "add-node", node: node("d") },
        { kind: "add-edge", edge: edge("d", "missing") },
      ],
    };
    expect(() => applyOperation(chain, operation)).toThrowError(expect.objectContaining({ code: "unknown-node" }));
  });
});

test("a deleted node takes its edges with it, and undo brings them back in their places", () => {
  const { document, inverse, label } = applyOperation(chain, { kind: "remove-node", nodeId: "b" });
  expect(document.nodes.map((n) => n.id)).toEqual(["a", "c"]);
  expect(document.edges).toEqual([]);
  expect(label).toBe("delete b");
  expect(applyOperation(document, inverse).document).toEqual(chain);
});

test("null takes an optional member away instead of storing null", () => {
  const start = { ...chain, nodes: [node("a", { idempotency: "dealId", disabled: true })], edges: [] };
  const { document } = applyOperation(start, {
    kind: "configure-node",
    nodeId: "a",
    change: { idempotency: null, disabled: null },
  });
  expect(document.nodes[0]).toEqual(node("a"));
});
