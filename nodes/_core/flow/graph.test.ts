import { expect, test } from "vitest";
import { emptyFlow, type FlowDocument } from "./flow.ts";
import { findCycle, pathBetween, reachableFrom, runOrder, upstreamOf } from "./graph.ts";

/** `draw("a-b b-c")`, placed from left to right in the order of naming. */
function draw(edges: string): FlowDocument {
  const pairs = edges.split(" ").map((pair) => pair.split("-"));
  const ids = [...new Set(pairs.flat())];
  return {
    ...emptyFlow("Test"),
    nodes: ids.map((id, index) => ({
      id,
      type: "logic/map",
      major: 1,
      label: id,
      position: { x: index * 100, y: 0 },
      connection: null,
      config: {},
    })),
    edges: pairs.flatMap(([from, to]) =>
      from && to ? [{ id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } }] : [],
    ),
  };
}

test("upstream is nearest first and names each node once", () => {
  expect(upstreamOf(draw("a-b b-c b-d c-d"), "d").map((node) => node.id)).toEqual(["b", "c", "a"]);
});

test("a loop is found with its path, and none where there is none", () => {
  expect(findCycle(draw("a-b b-c c-b"))).toEqual(["b", "c", "b"]);
  expect(findCycle(draw("a-b a-c b-d c-d"))).toBeNull();
});

test("a chain of ten thousand nodes does not overflow", () => {
  const long = draw(Array.from({ length: 9_999 }, (_, index) => `n${index}-n${index + 1}`).join(" "));
  expect(findCycle(long)).toBeNull();
  expect(reachableFrom(long, ["n0"]).size).toBe(10_000);
});

test("run order follows the edges, even in a loop", () => {
  expect(runOrder(draw("b-c a-b c-d")).map((node) => node.id)).toEqual(["a", "b", "c", "d"]);
  expect(runOrder(draw("a-b b-c c-b"))).toHaveLength(3);
});

test("the path that a new edge would close", () => {
  expect(pathBetween(draw("a-b b-c"), "a", "c")).toEqual(["a", "b", "c"]);
  expect(pathBetween(draw("a-b b-c"), "c", "a")).toBeNull();
});
