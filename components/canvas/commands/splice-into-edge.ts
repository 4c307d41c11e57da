import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { findNode, reachableFrom } from "#nodes/_core/flow/graph.ts";
import { edgeIdFor } from "#nodes/_core/flow/ids.ts";
import type { Catalogue, NodeType } from "#nodes/_core/flow/node-type.ts";
import type { SingleOperation } from "#nodes/_core/flow/operations.ts";
import { type Added, addNode } from "./add-node.ts";
import { type ConnectionChoice, newNode } from "./new-node.ts";
import { cardSize, columnGap, freePlace } from "./place-node.ts";

/**
 * A → B becomes A → new → B in one step of undo. What comes after moves to the right only when there is no room between
 * the two. A type without input and output is put down unconnected.
 */
export function spliceIntoEdge(
  document: FlowDocument,
  _catalogue: Catalogue,
  type: NodeType,
  connections: readonly ConnectionChoice[],
  edgeId: string,
): Added {
  const edge = document.edges.find((candidate) => candidate.id === edgeId);
  const from = edge && findNode(document, edge.from.node);
  const to = edge && findNode(document, edge.to.node);
  const [input] = type.inputs;
  const output = type.outputs.find((port) => port.kind === "data");
  if (!edge || !from || !to || !input || !output) return addNode(document, type, connections);

  const needed = 2 * (cardSize.width + columnGap);
  const gap = to.position.x - from.position.x;
  const shift = gap < needed ? needed - gap : 0;
  const moves =
    shift === 0
      ? []
      : downstream(document, to.id).map(({ id, position }) => ({
          nodeId: id,
          position: { x: position.x + shift, y: position.y },
        }));
  const shifted = {
    ...document,
    nodes: document.nodes.map((node) => {
      const move = moves.find((candidate) => candidate.nodeId === node.id);
      return move ? { ...node, position: move.position } : node;
    }),
  };
  const middle = {
    x: (from.position.x + to.position.x + shift) / 2,
    y: (from.position.y + to.position.y) / 2,
  };
  const node = newNode(document, type, freePlace(shifted, middle), connections);
  const into = { node: node.id, port: input.id };
  const out = { node: node.id, port: output.id };
  const operations: SingleOperation[] = [
    { kind: "remove-edge", edgeId: edge.id },
    ...(moves.length > 0 ? [{ kind: "move-nodes" as const, moves }] : []),
    { kind: "add-node", node },
    { kind: "add-edge", edge: { id: edgeIdFor(edge.from, into, document), from: edge.from, to: into } },
    { kind: "add-edge", edge: { id: edgeIdFor(out, edge.to, document), from: out, to: edge.to } },
  ];
  return { nodeId: node.id, operation: { kind: "batch", label: `insert ${node.label}`, operations } };
}

function downstream(document: FlowDocument, start: string) {
  const ids = reachableFrom(document, [start]);
  return document.nodes.filter((node) => ids.has(node.id));
}
