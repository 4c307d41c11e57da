import type { FlowDocument, FlowEdge } from "#nodes/_core/flow/flow.ts";
import { edgeIdFor } from "#nodes/_core/flow/ids.ts";
import type { Catalogue } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { canConnect } from "./can-connect.ts";

/** Takes an edge to other ports in one step; null where they do not fit. */
export function moveEdgeEnd(
  document: FlowDocument,
  catalogue: Catalogue,
  edgeId: string,
  ends: Omit<FlowEdge, "id">,
): FlowOperation | null {
  const without = { ...document, edges: document.edges.filter((edge) => edge.id !== edgeId) };
  if (without.edges.length === document.edges.length || canConnect(without, catalogue, ends) !== null) return null;
  return {
    kind: "batch",
    label: "reconnect",
    operations: [
      { kind: "remove-edge", edgeId },
      { kind: "add-edge", edge: { id: edgeIdFor(ends.from, ends.to, without), ...ends } },
    ],
  };
}
