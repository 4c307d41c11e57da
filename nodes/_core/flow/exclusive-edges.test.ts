import { expect, test } from "vitest";
import { areExclusive } from "./exclusive-edges.ts";
import { emptyFlow, type FlowDocument } from "./flow.ts";

/** `draw("a.true-b b.out-c")`. */
function draw(text: string): FlowDocument {
  const edges = text.split(" ").flatMap((pair) => {
    const [, from, port, to] = /^(\w+)\.(\w+)-(\w+)$/.exec(pair) ?? [];
    return from && port && to ? [{ id: pair, from: { node: from, port }, to: { node: to, port: "in" } }] : [];
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]))];
  return {
    ...emptyFlow("Test"),
    nodes: ids.map((id) => ({
      id,
      type: "logic/map",
      major: 1,
      label: id,
      position: { x: 0, y: 0 },
      connection: null,
      config: {},
    })),
    edges,
  };
}

const into = (document: FlowDocument, id: string) =>
  areExclusive(
    document,
    document.edges.filter((e) => e.to.node === id),
  );

test.each([
  ["both ways out of a branch", "t.out-b b.true-x b.false-x", true],
  ["with nodes between", "t.out-b b.true-m b.false-n m.out-x n.out-x", true],
  ["output and error port", "t.out-a a.out-x a.error-x", true],
  ["two triggers", "t.out-x u.out-x", true],
  ["one output twice around", "t.out-a t.out-b a.out-x b.out-x", false],
  ["a branch, and a way around it", "t.out-b b.true-x t.out-x", false],
  ["two branches whose ways met before", "t.out-b b.true-m b.false-m m.out-c c.true-x c.false-x", true],
  ["a loop", "t.out-a a.out-b b.out-a", false],
])("%s", (_, drawing, exclusive) => {
  const document = draw(drawing);
  expect(into(document, drawing.startsWith("t.out-a a.out-b") ? "a" : "x")).toBe(exclusive);
});
