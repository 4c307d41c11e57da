import fc from "fast-check";
import { expect, test } from "vitest";
import { NodeId } from "./flow.ts";
import { nodeIdFor } from "./ids.ts";

test.each([
  ["Create invoice", [], "create_invoice"],
  ["Create invoice", ["create_invoice", "create_invoice_2"], "create_invoice_3"],
  ["Überweisung prüfen", [], "uberweisung_prufen"],
  ["2nd try", [], "node_2nd_try"],
  ["  ", [], "node"],
  ["日本", [], "node"],
])("%j is named %j", (label, taken, id) => {
  expect(nodeIdFor(label, taken)).toBe(id);
});

test("any label gives a valid id that nobody has", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120 }), (label) => {
      const first = nodeIdFor(label, []);
      const second = nodeIdFor(label, [first]);
      expect(NodeId.parse(first)).toBe(first);
      expect(NodeId.parse(second)).not.toBe(first);
    }),
  );
});
