import type { FlowDocument, FlowEdge } from "#nodes/_core/flow/flow.ts";
import { edgeIdFor } from "#nodes/_core/flow/ids.ts";
import { type Catalogue, findNodeType } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { canConnect } from "./can-connect.ts";

/** Draws an edge between two ports; null where they do not fit. */
export function connectPorts(
  document: FlowDocument,
  catalogue: Catalogue,
  ends: Omit<FlowEdge, "id">,
): FlowOperation | null {
  if (canConnect(document, catalogue, ends) !== null) return null;
  return { kind: "add-edge", edge: { id: edgeIdFor(ends.from, ends.to, document), ...ends } };
}

/** Dropped on a node's body: the first of its ports that takes it. */
export function connectToNode(
  document: FlowDocument,
  catalogue: Catalogue,
  from: FlowEdge["from"],
  nodeId: string,
): FlowOperation | null {
  const node = document.nodes.find((candidate) => candidate.id === nodeId);
  const type = node && findNodeType(catalogue, node.type);
  for (const port of type?.inputs ?? []) {
    const operation = connectPorts(document, catalogue, { from, to: { node: nodeId, port: port.id } });
    if (operation) return operation;
  }
  return null;
}
