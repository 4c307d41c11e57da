import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { edgesFrom, edgesInto } from "#nodes/_core/flow/graph.ts";
import { edgeIdFor } from "#nodes/_core/flow/ids.ts";
import type { Catalogue } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation, SingleOperation } from "#nodes/_core/flow/operations.ts";
import { canConnect } from "./can-connect.ts";

export interface Selection {
  nodes: readonly string[];
  edges: readonly string[];
  notes: readonly string[];
}

/**
 * Deletes what is selected. A single node with one edge in and one out heals: its neighbours are connected, where they
 * fit. Null where nothing is selected.
 */
export function deleteSelection(
  document: FlowDocument,
  catalogue: Catalogue,
  selection: Selection,
  options: { heal: boolean } = { heal: true },
): FlowOperation | null {
  const nodes = document.nodes.filter((node) => selection.nodes.includes(node.id));
  const gone = new Set(nodes.map((node) => node.id));
  const edges = document.edges.filter(
    (edge) => selection.edges.includes(edge.id) && !gone.has(edge.from.node) && !gone.has(edge.to.node),
  );
  const operations: SingleOperation[] = [
    ...selection.notes.map((noteId): SingleOperation => ({ kind: "remove-note", noteId })),
    ...edges.map((edge): SingleOperation => ({ kind: "remove-edge", edgeId: edge.id })),
    ...nodes.map((node): SingleOperation => ({ kind: "remove-node", nodeId: node.id })),
  ];
  const [only] = nodes;
  if (options.heal && only && nodes.length === 1) operations.push(...healing(document, catalogue, only.id));
  const [single] = operations;
  if (!single) return null;
  if (operations.length === 1) return single;
  return {
    kind: "batch",
    label: labelFor(nodes.length, edges.length, selection.notes.length, only?.label),
    operations,
  };
}

function healing(document: FlowDocument, catalogue: Catalogue, nodeId: string): SingleOperation[] {
  const [into, ...moreInto] = edgesInto(document, nodeId);
  const [out, ...moreOut] = edgesFrom(document, nodeId);
  if (!into || !out || moreInto.length > 0 || moreOut.length > 0) return [];
  const rest: FlowDocument = {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== nodeId),
    edges: document.edges.filter((edge) => edge !== into && edge !== out),
  };
  const ends = { from: into.from, to: out.to };
  if (canConnect(rest, catalogue, ends) !== null) return [];
  return [{ kind: "add-edge", edge: { id: edgeIdFor(ends.from, ends.to, rest), ...ends } }];
}

function labelFor(nodes: number, edges: number, notes: number, name: string | undefined): string {
  if (nodes === 1 && name) return `delete ${name}`;
  if (nodes > 0) return `delete ${nodes} nodes`;
  if (edges > 0) return `delete ${edges} edges`;
  return `delete ${notes} notes`;
}
