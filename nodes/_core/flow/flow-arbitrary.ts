import fc from "fast-check";
import type { Json } from "../json.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "./flow.ts";
import { edgeIdFor } from "./ids.ts";
import type { FlowOperation, SingleOperation } from "./operations.ts";

/** Random flows and gestures for property tests. Ids come from a small pool, so that gestures meet. */
const ids = ["deal_won", "map_invoice", "create_invoice", "is_large", "find_contact", "notify"];
const nodeId = fc.constantFrom(...ids);
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("a\nb", '{\n  "a": 1\n}', "ünïcödé", "$"));
const safeKey = fc
  .oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom("$lines", "$data"))
  .filter((key) => !["__proto__", "constructor", "prototype"].includes(key));
const number = fc.integer({ min: -5_000, max: 5_000 });
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(safeKey, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const config = fc.dictionary(safeKey, json, { maxKeys: 3, noNullPrototype: true });
const position = fc.record({ x: number, y: number });
const label = fc.string({ minLength: 1, maxLength: 20 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

function withoutUndefined<T extends object>(value: T): T {
  for (const key of Object.keys(value)) if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key);
  return value;
}

const policy = fc.record({ timeoutMs: fc.integer({ min: 1_000, max: 9_000 }) });
const node = (id: string): fc.Arbitrary<FlowNode> =>
  fc
    .record({
      id: fc.constant(id),
      type: fc.constantFrom("logic/map", "logic/branch", "shop/order-paid", "books/create-invoice"),
      major: fc.integer({ min: 0, max: 3 }),
      label,
      position,
      connection: fc.option(fc.uuid({ version: 7 })),
      config,
      idempotency: optional(text),
      policy: optional(policy),
      disabled: optional(fc.boolean()),
    })
    .map(withoutUndefined);

const note = (id: string) =>
  fc.record({
    id: fc.constant(id),
    text,
    position,
    size: fc.record({ width: fc.integer({ min: 40, max: 400 }), height: fc.integer({ min: 40, max: 400 }) }),
    tint: fc.constantFrom("plain" as const, "yellow" as const),
  });

/** Edges lead from earlier to later ids of the pool, so the flow has no loop. */
const edge = fc
  .tuple(nodeId, nodeId, fc.constantFrom("out", "error"))
  .filter(([from, to]) => ids.indexOf(from) < ids.indexOf(to))
  .map(([from, to, port]): Omit<FlowEdge, "id"> => ({ from: { node: from, port }, to: { node: to, port: "in" } }));

export const anyFlow: fc.Arbitrary<FlowDocument> = fc
  .record({
    nodes: fc.shuffledSubarray(ids).chain((chosen) => fc.tuple(...chosen.map(node))),
    ends: fc.uniqueArray(edge, { maxLength: 8, selector: (e) => `${e.from.node}.${e.from.port}-${e.to.node}` }),
    notes: fc.shuffledSubarray(["note_1", "note_2"]).chain((chosen) => fc.tuple(...chosen.map(note))),
    name: label,
    description: text,
    class: fc.constantFrom("realtime" as const, "standard" as const, "batch" as const),
  })
  .map(({ ends, ...rest }) => {
    const document: FlowDocument = { format: "millrace.flow/1", ...rest, edges: [] };
    const known = new Set(document.nodes.map((n) => n.id));
    for (const end of ends)
      if (known.has(end.from.node) && known.has(end.to.node))
        document.edges.push({ id: edgeIdFor(end.from, end.to, document), ...end });
    return document;
  });

const single: fc.Arbitrary<SingleOperation> = fc.oneof(
  nodeId.chain(node).map((n): SingleOperation => ({ kind: "add-node", node: n })),
  nodeId.map((id): SingleOperation => ({ kind: "remove-node", nodeId: id })),
  fc.tuple(edge, nodeId, fc.boolean()).map(([ends, other, backward]): SingleOperation => {
    const turned = backward ? { from: ends.from, to: { node: other, port: "in" } } : ends;
    return { kind: "add-edge", edge: { id: `e-${turned.from.node}-${turned.to.node}`, ...turned } };
  }),
  fc
    .tuple(edge)
    .map(
      ([{ from, to }]): SingleOperation => ({ kind: "remove-edge", edgeId: `${from.node}.${from.port}-${to.node}.in` }),
    ),
  fc
    .array(fc.record({ nodeId, position }), { minLength: 1, maxLength: 4 })
    .map((moves): SingleOperation => ({ kind: "move-nodes", moves })),
  fc
    .record({
      id: nodeId,
      change: fc
        .record({
          label: optional(label),
          config: optional(fc.record({ set: config, unset: fc.array(safeKey, { maxLength: 2 }) })),
          connection: fc.option(fc.option(fc.uuid({ version: 7 })), { nil: undefined }),
          idempotency: fc.option(fc.option(text), { nil: undefined }),
          policy: fc.option(fc.option(policy), { nil: undefined }),
          disabled: fc.option(fc.option(fc.boolean()), { nil: undefined }),
        })
        .map(withoutUndefined),
    })
    .map(({ id, change }): SingleOperation => ({ kind: "configure-node", nodeId: id, change })),
  label.map((name): SingleOperation => ({ kind: "rename-flow", name })),
  text.map((description): SingleOperation => ({ kind: "describe-flow", description })),
  fc.constant<SingleOperation>({ kind: "set-class", class: "batch" }),
  fc
    .constantFrom("note_1", "note_2")
    .chain(note)
    .map((n): SingleOperation => ({ kind: "add-note", note: n })),
  fc.constantFrom("note_1", "note_2").map((id): SingleOperation => ({ kind: "remove-note", noteId: id })),
  fc
    .tuple(fc.constantFrom("note_1", "note_2"), text)
    .map(([id, body]): SingleOperation => ({ kind: "update-note", noteId: id, change: { text: body } })),
);

export const anyOperation: fc.Arbitrary<FlowOperation> = fc.oneof(
  single,
  fc
    .array(single, { minLength: 1, maxLength: 4 })
    .map((operations): FlowOperation => ({ kind: "batch", label: "do several things", operations })),
);
