import { expect, test } from "vitest";
import { emptyFlow, type FlowDocument } from "./flow.ts";
import { liveInput, progressOf, type StepFact } from "./progress.ts";

function graph(text: string): FlowDocument {
  const document = emptyFlow("test");
  for (const [index, line] of text
    .trim()
    .split(/\s*,\s*/)
    .entries()) {
    const [from = "", to = ""] = line.split(">");
    const [source = "", port = "out"] = from.split(".");
    for (const id of [source, to]) {
      if (document.nodes.some((node) => node.id === id)) continue;
      document.nodes.push({
        id,
        type: "logic/map",
        major: 0,
        label: id,
        position: { x: 0, y: 0 },
        connection: null,
        config: {},
      });
    }
    document.edges.push({ id: `e${index}`, from: { node: source, port }, to: { node: to, port: "in" } });
  }
  return document;
}

const facts = (...steps: [string, StepFact["state"], string | null][]) =>
  new Map(steps.map(([nodeId, state, port]) => [nodeId, { nodeId, state, port }]));
const ids = (document: FlowDocument, known: Map<string, StepFact>) => {
  const progress = progressOf(document, "t", known);
  return { ready: progress.ready.map((node) => node.id), skipped: progress.skipped, ended: progress.ended };
};

test("a sequence runs one node after the other and ends", () => {
  const flow = graph("t>a, a>b");
  expect(ids(flow, facts())).toEqual({ ready: ["t"], skipped: [], ended: false });
  expect(ids(flow, facts(["t", "done", "out"]))).toEqual({ ready: ["a"], skipped: [], ended: false });
  expect(ids(flow, facts(["t", "done", "out"], ["a", "done", "out"], ["b", "done", "out"])).ended).toBe(true);
});

test("the branch not taken is skipped with everything behind it", () => {
  const flow = graph("t>q, q.true>yes, yes>after, q.false>no");
  const known = facts(["t", "done", "out"], ["q", "done", "false"]);
  expect(ids(flow, known)).toEqual({ ready: ["no"], skipped: ["yes", "after"], ended: false });
});

test("a join waits for both sides and runs once when one was skipped", () => {
  const flow = graph("t>q, q.true>a, q.false>b, a>j, b>j");
  expect(ids(flow, facts(["t", "done", "out"], ["q", "done", "true"])).ready).toEqual(["a"]);
  const known = facts(["t", "done", "out"], ["q", "done", "true"], ["a", "done", "out"], ["b", "skipped", null]);
  expect(ids(flow, known).ready).toEqual(["j"]);
  expect(liveInput(flow, "j", known)?.from.node).toBe("a");
});

test("a failure leaves through the error port, or stops what follows", () => {
  const flow = graph("t>a, a>b, a.error>c");
  expect(ids(flow, facts(["t", "done", "out"], ["a", "failed", "error"]))).toMatchObject({
    ready: ["c"],
    skipped: ["b"],
  });
  expect(ids(flow, facts(["t", "done", "out"], ["a", "failed", null]))).toMatchObject({ ended: true });
});

test("a second trigger of the flow and its private nodes do not run", () => {
  const flow = graph("t>a, u>b");
  expect(ids(flow, facts())).toEqual({ ready: ["t"], skipped: ["u", "b"], ended: false });
});
