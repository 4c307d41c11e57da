import type { Edge, Node } from "@xyflow/react";
import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { findNode } from "#nodes/_core/flow/graph.ts";
import { type Catalogue, findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { CanvasSelection } from "./canvas-store.ts";
import { cardSize } from "./commands/place-node.ts";

export type StepNode = Node<Record<string, never>, "step">;
export type NoteNode = Node<Record<string, never>, "note">;
export type CanvasNode = StepNode | NoteNode;
export type FlowLine = Edge<{ isError: boolean }, "line">;

/** Notes live in React Flow beside nodes; this keeps their ids apart. */
const notePrefix = "note:";
export const noteIdOf = (id: string): string | null => (id.startsWith(notePrefix) ? id.slice(notePrefix.length) : null);

/**
 * The document as React Flow draws it. A card reads its own content from the store, so a node object changes only when
 * it moves or is selected: what did not change keeps its identity and is not drawn again.
 */
export function toCanvasNodes(
  document: FlowDocument,
  selection: CanvasSelection,
  before: readonly CanvasNode[],
  readOnly: boolean,
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const chosen = new Set([...selection.nodes, ...selection.notes.map((id) => notePrefix + id)]);
  const notes = document.notes.map(
    (note): NoteNode => ({
      id: notePrefix + note.id,
      type: "note",
      position: note.position,
      data: {},
      zIndex: -1,
      width: note.size.width,
      height: note.size.height,
    }),
  );
  const steps = document.nodes.map(
    (node): StepNode => ({
      id: node.id,
      type: "step",
      position: node.position,
      data: {},
      width: cardSize.width,
      ariaLabel: node.label,
    }),
  );
  return [...notes, ...steps].map((node) => {
    const selected = chosen.has(node.id);
    const old = known.get(node.id);
    const same =
      old?.type === node.type &&
      old.position.x === node.position.x &&
      old.position.y === node.position.y &&
      old.width === node.width &&
      old.height === node.height &&
      (old.selected ?? false) === selected &&
      old.draggable === !readOnly;
    if (old && same) return old;
    return { ...node, selected, draggable: !readOnly, ...(old?.measured ? { measured: old.measured } : {}) };
  });
}

export function toFlowLines(document: FlowDocument, selection: CanvasSelection): FlowLine[] {
  const chosen = new Set(selection.edges);
  return document.edges.map((edge) => ({
    id: edge.id,
    type: "line",
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: edge.to.port,
    selected: chosen.has(edge.id),
    interactionWidth: 40,
    data: { isError: edge.from.port === "error" },
    ariaLabel: `Edge from ${findNode(document, edge.from.node)?.label ?? edge.from.node} to ${
      findNode(document, edge.to.node)?.label ?? edge.to.node
    }`,
  }));
}

/** "Step 3 of 7, Map invoice, map, 2 problems": what a screen reader says of a card. */
export function nameOfCard(
  document: FlowDocument,
  catalogue: Catalogue,
  nodeId: string,
  facts: { order: readonly string[]; state: string; problems: number },
): string {
  const node = findNode(document, nodeId);
  if (!node) return nodeId;
  const type = findNodeType(catalogue, node.type);
  return [
    `Step ${facts.order.indexOf(nodeId) + 1} of ${facts.order.length}`,
    node.label,
    type ? `${type.connectorTitle} ${type.title}` : node.type,
    node.disabled ? "disabled" : "",
    facts.state,
    facts.problems > 0 ? `${facts.problems} ${facts.problems === 1 ? "problem" : "problems"}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}
