import { Fault } from "../fault.ts";
import { findRefusedKey } from "../json.ts";
import type { FlowDocument, FlowEdge, FlowNode, FlowNote } from "./flow.ts";
import { edgesOf, pathBetween, sameEnds } from "./graph.ts";
import { labelOf } from "./label-of.ts";
import { type FlowOperation, type NodeChange, type SingleOperation, singlesOf } from "./operations.ts";

export interface Applied {
  document: FlowDocument;
  /** Applied to `document`, gives back the document it came from, exactly. */
  inverse: FlowOperation;
  /** Continues "Undo …": "delete Map invoice". */
  label: string;
}

/**
 * One edit of a flow: the browser applies it for the eye, the server for the truth. Refuses what would break the graph
 * (an id twice, an edge without ends, a second equal edge, a loop) with a Fault `invalid-flow`; a flow that is merely
 * unfinished is `checkFlow`'s affair. Never changes its arguments.
 */
export function applyOperation(document: FlowDocument, operation: FlowOperation): Applied {
  const label = labelOf(document, operation);
  const undo: SingleOperation[] = [];
  let current = document;
  for (const single of singlesOf(operation)) {
    const step = applySingle(current, single);
    current = step.document;
    undo.unshift(...step.undo);
  }
  const [only] = undo;
  const inverse: FlowOperation = undo.length === 1 && only ? only : { kind: "batch", label, operations: undo };
  return { document: current, inverse, label };
}

interface Step {
  document: FlowDocument;
  undo: SingleOperation[];
}

function applySingle(document: FlowDocument, operation: SingleOperation): Step {
  switch (operation.kind) {
    case "add-node":
      return addNode(document, operation.node, operation.at);
    case "remove-node":
      return removeNode(document, operation.nodeId);
    case "add-edge":
      return addEdge(document, operation.edge, operation.at);
    case "remove-edge":
      return removeEdge(document, operation.edgeId);
    case "move-nodes":
      return moveNodes(document, operation.moves);
    case "configure-node":
      return configureNode(document, operation.nodeId, operation.change);
    case "rename-flow":
      return {
        document: { ...document, name: operation.name },
        undo: [{ kind: "rename-flow", name: document.name }],
      };
    case "describe-flow":
      return {
        document: { ...document, description: operation.description },
        undo: [{ kind: "describe-flow", description: document.description }],
      };
    case "set-class":
      return {
        document: { ...document, class: operation.class },
        undo: [{ kind: "set-class", class: document.class }],
      };
    case "add-note":
      if (document.notes.some((note) => note.id === operation.note.id)) throw taken("note", operation.note.id);
      return {
        document: { ...document, notes: insert(document.notes, operation.note, operation.at) },
        undo: [{ kind: "remove-note", noteId: operation.note.id }],
      };
    case "remove-note": {
      const { item, at } = locate(document.notes, operation.noteId, "note");
      return {
        document: { ...document, notes: document.notes.toSpliced(at, 1) },
        undo: [{ kind: "add-note", note: item, at }],
      };
    }
    case "update-note":
      return updateNote(document, operation.noteId, operation.change);
  }
}

function addNode(document: FlowDocument, node: FlowNode, at?: number): Step {
  if (document.nodes.some((other) => other.id === node.id)) throw taken("node", node.id);
  refuseHostileKeys(node.config);
  return {
    document: { ...document, nodes: insert(document.nodes, node, at) },
    undo: [{ kind: "remove-node", nodeId: node.id }],
  };
}

function removeNode(document: FlowDocument, nodeId: string): Step {
  const { item, at } = locate(document.nodes, nodeId, "node");
  const lost = edgesOf(document, nodeId);
  return {
    document: {
      ...document,
      nodes: document.nodes.toSpliced(at, 1),
      edges: document.edges.filter((edge) => !lost.includes(edge)),
    },
    undo: [
      { kind: "add-node", node: item, at },
      ...lost.map((edge): SingleOperation => ({ kind: "add-edge", edge, at: document.edges.indexOf(edge) })),
    ],
  };
}

function addEdge(document: FlowDocument, edge: FlowEdge, at?: number): Step {
  if (document.edges.some((other) => other.id === edge.id)) throw taken("edge", edge.id);
  locate(document.nodes, edge.from.node, "node");
  locate(document.nodes, edge.to.node, "node");
  if (document.edges.some((other) => sameEnds(other, edge)))
    throw refuse("duplicate-edge", "These two ports are connected already.", "Use the edge that is there.");
  const loop = pathBetween(document, edge.to.node, edge.from.node);
  if (loop)
    throw refuse("cycle", "This edge would lead the flow back into itself.", "Connect to a later node.", {
      path: loop,
    });
  return {
    document: { ...document, edges: insert(document.edges, edge, at) },
    undo: [{ kind: "remove-edge", edgeId: edge.id }],
  };
}

function removeEdge(document: FlowDocument, edgeId: string): Step {
  const { item, at } = locate(document.edges, edgeId, "edge");
  return {
    document: { ...document, edges: document.edges.toSpliced(at, 1) },
    undo: [{ kind: "add-edge", edge: item, at }],
  };
}

function moveNodes(document: FlowDocument, moves: { nodeId: string; position: FlowNode["position"] }[]): Step {
  const places = new Map(moves.map((move) => [move.nodeId, move.position]));
  const before = [...places.keys()].map((nodeId) => ({
    nodeId,
    position: locate(document.nodes, nodeId, "node").item.position,
  }));
  return {
    document: {
      ...document,
      nodes: document.nodes.map((node) => {
        const position = places.get(node.id);
        return position ? { ...node, position } : node;
      }),
    },
    undo: [{ kind: "move-nodes", moves: before }],
  };
}

function configureNode(document: FlowDocument, nodeId: string, change: NodeChange): Step {
  const { item, at } = locate(document.nodes, nodeId, "node");
  if (change.config) refuseHostileKeys(change.config.set);
  return {
    document: { ...document, nodes: document.nodes.with(at, changed(item, change)) },
    undo: [{ kind: "configure-node", nodeId, change: changeBack(item, change) }],
  };
}

function changed(node: FlowNode, change: NodeChange): FlowNode {
  const next: FlowNode = { ...node };
  if (change.label !== undefined) next.label = change.label;
  if (change.connection !== undefined) next.connection = change.connection;
  if (change.config) {
    const unset = new Set(change.config.unset);
    const kept = Object.entries(node.config).filter(([key]) => !unset.has(key));
    next.config = { ...Object.fromEntries(kept), ...change.config.set };
  }
  if (change.idempotency === null) delete next.idempotency;
  else if (change.idempotency !== undefined) next.idempotency = change.idempotency;
  if (change.policy === null) delete next.policy;
  else if (change.policy !== undefined) next.policy = change.policy;
  if (change.disabled === null) delete next.disabled;
  else if (change.disabled !== undefined) next.disabled = change.disabled;
  return next;
}

function changeBack(node: FlowNode, change: NodeChange): NodeChange {
  const back: NodeChange = {};
  if (change.label !== undefined) back.label = node.label;
  if (change.connection !== undefined) back.connection = node.connection;
  if (change.config) {
    const named = [...new Set([...Object.keys(change.config.set), ...change.config.unset])];
    const had = named.filter((key) => Object.hasOwn(node.config, key));
    back.config = {
      set: Object.fromEntries(Object.entries(node.config).filter(([key]) => had.includes(key))),
      unset: named.filter((key) => !had.includes(key)),
    };
  }
  if (change.idempotency !== undefined) back.idempotency = node.idempotency ?? null;
  if (change.policy !== undefined) back.policy = node.policy ?? null;
  if (change.disabled !== undefined) back.disabled = node.disabled ?? null;
  return back;
}

function updateNote(document: FlowDocument, noteId: string, change: Partial<Omit<FlowNote, "id">>): Step {
  const { item, at } = locate(document.notes, noteId, "note");
  const back: Partial<Omit<FlowNote, "id">> = {};
  if (change.text !== undefined) back.text = item.text;
  if (change.position !== undefined) back.position = item.position;
  if (change.size !== undefined) back.size = item.size;
  if (change.tint !== undefined) back.tint = item.tint;
  return {
    document: { ...document, notes: document.notes.with(at, { ...item, ...change }) },
    undo: [{ kind: "update-note", noteId, change: back }],
  };
}

/** Beyond the end means at the end: others may have shortened the list since the place was noted. */
const insert = <T>(list: readonly T[], item: T, at = list.length): T[] =>
  list.toSpliced(Math.min(at, list.length), 0, item);

function locate<T extends { id: string }>(list: readonly T[], id: string, what: string): { item: T; at: number } {
  const at = list.findIndex((item) => item.id === id);
  const item = list[at];
  if (!item) throw refuse(`unknown-${what}`, `There is no ${what} ${id} in this flow.`, "Reload the flow.", { id });
  return { item, at };
}

function refuseHostileKeys(config: unknown): void {
  const key = findRefusedKey(config);
  if (key) throw refuse("refused-key", `The settings contain the name ${key}, which is refused.`, "Rename the field.");
}

const taken = (what: string, id: string): Fault =>
  refuse(`${what}-exists`, `There is already a ${what} ${id} in this flow.`, "Choose another id.", { id });

const refuse = (code: string, message: string, fix: string, detail: Record<string, unknown> = {}): Fault =>
  new Fault({ kind: "invalid-flow", code, message, fix, detail });
