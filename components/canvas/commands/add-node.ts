import type { FlowDocument, FlowEdge, Position } from "#nodes/_core/flow/flow.ts";
import { edgeIdFor } from "#nodes/_core/flow/ids.ts";
import type { Catalogue, NodeType } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { canConnect } from "./can-connect.ts";
import { type ConnectionChoice, newNode } from "./new-node.ts";
import { freePlace, placeAfter, placeAtEnd } from "./place-node.ts";

export interface Added {
  operation: FlowOperation;
  nodeId: string;
}

/** Puts a node down at a place, unconnected; without a place, right of everything. */
export function addNode(
  document: FlowDocument,
  type: NodeType,
  connections: readonly ConnectionChoice[],
  at?: Position,
): Added {
  const node = newNode(document, type, freePlace(document, at ?? placeAtEnd(document)), connections);
  return { operation: { kind: "add-node", node }, nodeId: node.id };
}

/** Puts a node behind a port and wires it, as one step of undo. Unconnected where the port does not fit. */
export function addNodeAfter(
  document: FlowDocument,
  catalogue: Catalogue,
  type: NodeType,
  connections: readonly ConnectionChoice[],
  from: FlowEdge["from"],
  at?: Position,
): Added {
  const source = document.nodes.find((node) => node.id === from.node);
  const wish = at ?? (source ? placeAfter(source) : placeAtEnd(document));
  const node = newNode(document, type, freePlace(document, wish), connections);
  const [input] = type.inputs;
  const drawn: FlowDocument = { ...document, nodes: [...document.nodes, node] };
  const to = { node: node.id, port: input?.id ?? "in" };
  if (!input || canConnect(drawn, catalogue, { from, to }) !== null)
    return { operation: { kind: "add-node", node }, nodeId: node.id };
  return {
    nodeId: node.id,
    operation: {
      kind: "batch",
      label: `add ${node.label}`,
      operations: [
        { kind: "add-node", node },
        { kind: "add-edge", edge: { id: edgeIdFor(from, to, drawn), from, to } },
      ],
    },
  };
}
