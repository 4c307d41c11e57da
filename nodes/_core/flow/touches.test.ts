import fc from "fast-check";
import { expect, test } from "vitest";
import { applyOperation } from "./apply-operation.ts";
import type { FlowDocument } from "./flow.ts";
import { anyFlow, anyOperation } from "./flow-arbitrary.ts";
import type { FlowOperation } from "./operations.ts";
import { toText } from "./text.ts";
import { conflictsBetween, nodesNamed } from "./touches.ts";

const tryApply = (document: FlowDocument, operation: FlowOperation): FlowDocument | null => {
  try {
    return applyOperation(document, operation).document;
  } catch {
    return null;
  }
};

test("edits that do not meet give the same flow in either order", () => {
  fc.assert(
    fc.property(anyFlow, anyOperation, anyOperation, (document, mine, theirs) => {
      const alone = tryApply(document, mine);
      const other = tryApply(document, theirs);
      if (!alone || !other || conflictsBetween([mine], [theirs]).length > 0) return;
      const first = tryApply(alone, theirs);
      const second = tryApply(other, mine);
      // Two edges may close a loop together: then both orders refuse.
      expect(first === null).toBe(second === null);
      if (first && second) expect(toText(first)).toBe(toText(second));
    }),
    { numRuns: 1_000 },
  );
});

const rename = (nodeId: string): FlowOperation => ({ kind: "configure-node", nodeId, change: { label: "x" } });

test("moving and configuring one node do not meet; two configurations do", () => {
  const move: FlowOperation = { kind: "move-nodes", moves: [{ nodeId: "a", position: { x: 1, y: 1 } }] };
  expect(conflictsBetween([move], [rename("a")])).toEqual([]);
  expect(nodesNamed(conflictsBetween([rename("a")], [rename("a")]))).toEqual(["a"]);
});

test("a deletion meets whatever presumes the node", () => {
  const remove: FlowOperation = { kind: "remove-node", nodeId: "a" };
  const connect: FlowOperation = {
    kind: "add-edge",
    edge: { id: "e", from: { node: "a", port: "out" }, to: { node: "b", port: "in" } },
  };
  expect(conflictsBetween([connect], [remove])).toEqual(["node:a"]);
  expect(conflictsBetween([rename("b")], [remove])).toEqual([]);
});
