import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { emptyFlow, type FlowDocument } from "#nodes/_core/flow/flow.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { type AutosaveDoor, quietMs, startAutosave } from "./autosave.ts";
import { createCanvasStore } from "./canvas-store.ts";
import type { SaveAnswer } from "./save-state.ts";

const document: FlowDocument = {
  ...emptyFlow("Test"),
  nodes: ["a", "b"].map((id) => ({
    id,
    type: "logic/map",
    major: 1,
    label: id,
    position: { x: 0, y: 0 },
    connection: null,
    config: {},
  })),
};
const rename = (nodeId: string, label: string): FlowOperation => ({
  kind: "configure-node",
  nodeId,
  change: { label },
});
const labels = (flow: FlowDocument) => flow.nodes.map((node) => node.label);

function open(answers: (SaveAnswer | Error)[]) {
  const store = createCanvasStore({
    flowId: "f",
    document,
    rev: 1,
    catalogue: { nodeTypes: [] },
    connections: [],
    readOnly: false,
  });
  const sent: { baseRev: number; operations: FlowOperation[] }[] = [];
  const kept: (readonly FlowOperation[])[] = [];
  const door: AutosaveDoor = {
    async send(request) {
      sent.push(request);
      const answer = answers.shift();
      if (!answer) throw new Error("no more answers");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    isRefusal: (error) => error instanceof Error && error.message === "refused",
    keep: (operations) => kept.push(operations),
  };
  const autosave = startAutosave(store, door);
  return { store, sent, kept, autosave };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("edits are saved together, a while after the last one", async () => {
  const { store, sent } = open([{ kind: "saved", rev: 3, theirs: null }]);
  store.getState().perform(rename("a", "x"));
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  store.getState().perform(rename("b", "y"));
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  expect(sent).toEqual([]);
  expect(store.getState().save.kind).toBe("saving");
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([{ baseRev: 1, operations: [rename("a", "x"), rename("b", "y")] }]);
  expect(store.getState()).toMatchObject({ rev: 3, pending: [], save: { kind: "saved" } });
});

test("an edit made while another is on its way is sent after it, on the new revision", async () => {
  const { store, sent } = open([
    { kind: "saved", rev: 2, theirs: null },
    { kind: "saved", rev: 3, theirs: null },
  ]);
  store.getState().perform(rename("a", "x"));
  await vi.advanceTimersByTimeAsync(quietMs);
  store.getState().perform(rename("b", "y"));
  await vi.advanceTimersByTimeAsync(2 * quietMs);
  expect(sent.map((request) => request.baseRev)).toEqual([1, 2]);
  expect(store.getState().save.kind).toBe("saved");
});

test("without a server, edits are kept on this device and sent when it answers again", async () => {
  const { store, sent, kept } = open([new Error("down"), { kind: "saved", rev: 2, theirs: null }]);
  store.getState().perform(rename("a", "x"));
  await vi.advanceTimersByTimeAsync(quietMs);
  expect(store.getState().save.kind).toBe("offline");
  expect(kept.at(-1)).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(2);
  expect(store.getState().save.kind).toBe("saved");
  expect(kept.at(-1)).toEqual([]);
});

test("edits the server refuses are not sent for ever", async () => {
  const { store, sent } = open([new Error("refused")]);
  store.getState().perform(rename("a", "x"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  expect(store.getState().save).toEqual({ kind: "refused", message: "refused" });
});

describe("others saved first", () => {
  const renamed = (id: string, label: string): FlowDocument => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, label } : node)),
  });

  test("edits of different nodes are put together silently", async () => {
    const theirs = { document: renamed("b", "theirs"), rev: 5, operations: [rename("b", "theirs")], by: "Ana" };
    const { store, sent } = open([
      { kind: "stale", theirs },
      { kind: "saved", rev: 6, theirs: null },
    ]);
    store.getState().perform(rename("a", "mine"));
    await vi.advanceTimersByTimeAsync(5 * quietMs);
    expect(labels(store.getState().document)).toEqual(["mine", "theirs"]);
    expect(sent.at(-1)?.baseRev).toBe(5);
    expect(store.getState().save.kind).toBe("saved");
  });

  test("edits that the server put on top of others' are shown together with them", async () => {
    const theirs = { document: renamed("b", "theirs"), rev: 5, operations: [rename("b", "theirs")], by: "Ana" };
    const { store } = open([{ kind: "saved", rev: 6, theirs }]);
    store.getState().perform(rename("a", "mine"));
    await vi.advanceTimersByTimeAsync(quietMs);
    expect(labels(store.getState().document)).toEqual(["mine", "theirs"]);
    expect(store.getState()).toMatchObject({ rev: 6, save: { kind: "saved" } });
  });

  test("edits of the same node wait for a person: keep mine, or take theirs", async () => {
    const theirs = { document: renamed("a", "theirs"), rev: 5, operations: [rename("a", "theirs")], by: "Ana" };
    for (const choice of ["keepMine", "takeTheirs"] as const) {
      const { store, sent } = open([
        { kind: "stale", theirs },
        { kind: "saved", rev: 6, theirs: null },
      ]);
      store.getState().perform(rename("a", "mine"));
      await vi.advanceTimersByTimeAsync(5 * quietMs);
      expect(store.getState().save).toMatchObject({ kind: "conflict", nodeIds: ["a"] });
      expect(sent).toHaveLength(1);
      store.getState()[choice]();
      await vi.advanceTimersByTimeAsync(5 * quietMs);
      expect(labels(store.getState().document)).toEqual([choice === "keepMine" ? "mine" : "theirs", "b"]);
      expect(store.getState().save.kind).toBe("saved");
    }
  });
});

test("undo and redo are edits like others: they are saved, too", async () => {
  const { store, sent } = open([{ kind: "saved", rev: 2, theirs: null }]);
  store.getState().perform(rename("a", "x"));
  store.getState().undo();
  expect(labels(store.getState().document)).toEqual(["a", "b"]);
  store.getState().redo();
  expect(labels(store.getState().document)).toEqual(["x", "b"]);
  await vi.advanceTimersByTimeAsync(quietMs);
  expect(sent[0]?.operations.at(-1)).toEqual(rename("a", "x"));
});

test("a refused gesture changes nothing and says why", () => {
  const { store } = open([]);
  const done = store.getState().perform({ kind: "remove-node", nodeId: "gone" });
  expect(done).toBe(false);
  expect(store.getState()).toMatchObject({
    document,
    pending: [],
    announcement: "There is no node gone in this flow.",
  });
});

test("a journal of an earlier visit is put back as far as it fits", () => {
  const store = createCanvasStore({
    flowId: "f",
    document,
    rev: 1,
    catalogue: { nodeTypes: [] },
    connections: [],
    readOnly: false,
    journal: [rename("gone", "x"), rename("a", "kept")],
  });
  expect(labels(store.getState().document)).toEqual(["kept", "b"]);
  expect(store.getState().pending).toEqual([rename("a", "kept")]);
});

test("a deleted node is no longer selected", () => {
  const { store } = open([]);
  store.getState().select({ nodes: ["a", "b"] });
  store.getState().perform({ kind: "remove-node", nodeId: "a" });
  expect(store.getState().selection.nodes).toEqual(["b"]);
});
