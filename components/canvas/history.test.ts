import { expect, test } from "vitest";
import { applyOperation } from "#nodes/_core/flow/apply-operation.ts";
import { emptyFlow, type FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { emptyHistory, type History, historyLimit, record, typingPauseMs } from "./history.ts";

const start: FlowDocument = {
  ...emptyFlow("Test"),
  nodes: [{ id: "a", type: "logic/map", major: 1, label: "A", position: { x: 0, y: 0 }, connection: null, config: {} }],
};

/** Performs operations at the given times, as the canvas does. */
function perform(steps: [number, FlowOperation][]): { document: FlowDocument; history: History } {
  let document = start;
  let history: History = emptyHistory;
  for (const [at, operation] of steps) {
    const applied = applyOperation(document, operation);
    document = applied.document;
    history = record(history, { operation, inverse: applied.inverse, label: applied.label, at });
  }
  return { document, history };
}

const type = (expression: string): FlowOperation => ({
  kind: "configure-node",
  nodeId: "a",
  change: { config: { set: { expression }, unset: [] } },
});

test("typing into one field is one step, and undo takes all of it back", () => {
  const { document, history } = perform([
    [0, type("{")],
    [300, type("{}")],
    [1_000, type("{ }")],
  ]);
  expect(history.past).toHaveLength(1);
  const [entry] = history.past;
  expect(entry && applyOperation(document, entry.inverse).document).toEqual(start);
});

test("a pause, another field or another kind of gesture begins a new step", () => {
  const { history } = perform([
    [0, type("{")],
    [typingPauseMs + 1, type("{}")],
    [typingPauseMs + 2, { kind: "configure-node", nodeId: "a", change: { label: "B" } }],
    [typingPauseMs + 3, { kind: "configure-node", nodeId: "a", change: { disabled: true } }],
    [typingPauseMs + 4, { kind: "configure-node", nodeId: "a", change: { disabled: null } }],
  ]);
  expect(history.past).toHaveLength(5);
});

test("a new gesture forgets what was undone, and only the oldest steps are forgotten", () => {
  const moves = Array.from({ length: historyLimit + 10 }, (_, index): [number, FlowOperation] => [
    index,
    { kind: "move-nodes", moves: [{ nodeId: "a", position: { x: index, y: 0 } }] },
  ]);
  const { history } = perform(moves);
  expect(history.past).toHaveLength(historyLimit);
  const undone: History = { past: history.past.slice(0, -1), future: history.past.slice(-1) };
  const operation: FlowOperation = { kind: "set-class", class: "batch" };
  expect(record(undone, { operation, inverse: operation, label: "", at: 9_999 }).future).toEqual([]);
});
