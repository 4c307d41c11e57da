import { areExclusive } from "#nodes/_core/flow/exclusive-edges.ts";
import type { FlowDocument, FlowEdge } from "#nodes/_core/flow/flow.ts";
import { edgesInto, findNode, pathBetween, sameEnds } from "#nodes/_core/flow/graph.ts";
import { type Catalogue, findNodeType } from "#nodes/_core/flow/node-type.ts";

/** Null where two ports may be connected; else the reason, in words for the person who drags. */
export function canConnect(document: FlowDocument, catalogue: Catalogue, ends: Omit<FlowEdge, "id">): string | null {
  const from = findNode(document, ends.from.node);
  const to = findNode(document, ends.to.node);
  if (!from || !to) return "That node is gone.";
  if (from.id === to.id) return "A node cannot feed itself.";
  const target = findNodeType(catalogue, to.type);
  if (target && target.inputs.length === 0) return `${to.label} starts the flow: nothing leads into it.`;
  if (document.edges.some((edge) => sameEnds(edge, { id: "", ...ends }))) return "These two are connected already.";
  if (pathBetween(document, to.id, from.id)) return "That would lead the flow back into itself.";
  const others = edgesInto(document, to.id).filter((edge) => edge.to.port === ends.to.port);
  const drawn = { id: "", ...ends };
  if (others.length > 0 && !areExclusive({ ...document, edges: [...document.edges, drawn] }, [...others, drawn]))
    return `${to.label} has an input already.`;
  return null;
}
