import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyFlow, type FlowDocument } from "./flow.ts";
import { anyFlow } from "./flow-arbitrary.ts";
import { fromText, toText } from "./text.ts";

const sorted = (document: FlowDocument): FlowDocument => ({
  ...document,
  nodes: document.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  edges: document.edges.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  notes: document.notes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});

test("a flow survives its file, and the file does not depend on the order of drawing", () => {
  fc.assert(
    fc.property(anyFlow, (document) => {
      const text = toText(document);
      expect(fromText(text)).toEqual(sorted(document));
      expect(toText(fromText(text))).toBe(text);
      expect(toText(sorted(document))).toBe(text);
    }),
  );
});

const small: FlowDocument = {
  ...emptyFlow("Deal to invoice"),
  nodes: [
    {
      id: "map_invoice",
      type: "logic/map",
      major: 1,
      label: "Map invoice",
      position: { x: 320, y: 0 },
      connection: null,
      config: { expression: '{\n  "reference": dealId\n}' },
    },
  ],
};

test("text of several lines is a list of lines, and places stand apart at the end", () => {
  expect(toText(small)).toBe(`{
  "format": "millrace.flow/1",
  "name": "Deal to invoice",
  "description": "",
  "class": "standard",
  "nodes": {
    "map_invoice": {
      "config": {
        "expression": {
          "$lines": [
            "{",
            "  \\"reference\\": dealId",
            "}"
          ]
        }
      },
      "connection": null,
      "label": "Map invoice",
      "major": 1,
      "type": "logic/map"
    }
  },
  "edges": [],
  "layout": {
    "nodes": {
      "map_invoice": [320, 0]
    },
    "notes": {}
  }
}
`);
});

test("moving a node changes the layout and nothing else", () => {
  const moved = { ...small, nodes: small.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
  const above = (text: string) => text.slice(0, text.indexOf('"layout"'));
  expect(above(toText(moved))).toBe(above(toText(small)));
});

test("a flow that holds a credential is not written", () => {
  const leaking = { ...small, description: "Bearer abcdefghijklmnopqrstuvwxyz123456" };
  expect(() => toText(leaking)).toThrowError(expect.objectContaining({ code: "secret-in-flow" }));
});

test.each([
  ["not json", "not-json"],
  ['{"format":"other/9"}', "unreadable-flow"],
  ['{"nodes":{"a":{"__proto__":1}}}', "refused-key"],
  [toText(small).replace('"standard"', '"urgent"'), "unreadable-flow"],
  [toText(small).replace('"map_invoice": {', '"Map Invoice": {'), "unreadable-flow"],
])("a broken file is refused: %#", (text, code) => {
  expect(() => fromText(text)).toThrowError(expect.objectContaining({ kind: "invalid-flow", code }));
});

test("a file without layout can be read; its nodes stand in a row", () => {
  const bare = JSON.parse(toText(small));
  delete bare.layout;
  expect(fromText(JSON.stringify(bare)).nodes[0]?.position).toEqual({ x: 0, y: 0 });
});
