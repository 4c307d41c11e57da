import type { FlowDocument, FlowNode } from "#nodes/_core/flow/flow.ts";
import { edgeIdFor, nodeIdFor } from "#nodes/_core/flow/ids.ts";
import type { FlowOperation, SingleOperation } from "#nodes/_core/flow/operations.ts";
import { cardSize, rowGap } from "./place-node.ts";

/** Copies of nodes and of the edges among them, below the originals. */
export function duplicateNodes(
  document: FlowDocument,
  ids: readonly string[],
): { operation: FlowOperation; nodeIds: string[] } | null {
  const originals = document.nodes.filter((node) => ids.includes(node.id));
  if (originals.length === 0) return null;
  const bottom = Math.max(...originals.map((node) => node.position.y));
  const top = Math.min(...originals.map((node) => node.position.y));
  const down = bottom - top + cardSize.height + rowGap;
  const taken = document.nodes.map((node) => node.id);
  const copies = new Map<string, FlowNode>();
  for (const node of originals) {
    const id = nodeIdFor(node.label, taken);
    taken.push(id);
    copies.set(node.id, { ...node, id, position: { x: node.position.x, y: node.position.y + down } });
  }
  const operations: SingleOperation[] = [...copies.values()].map((node) => ({ kind: "add-node", node }));
  for (const edge of document.edges) {
    const from = copies.get(edge.from.node);
    const to = copies.get(edge.to.node);
    if (!from || !to) continue;
    const ends = { from: { ...edge.from, node: from.id }, to: { ...edge.to, node: to.id } };
    operations.push({ kind: "add-edge", edge: { id: edgeIdFor(ends.from, ends.to, document), ...ends } });
  }
  const label = originals.length === 1 ? `duplicate ${originals[0]?.label}` : `duplicate ${originals.length} nodes`;
  return {
    operation: { kind: "batch", label, operations },
    nodeIds: [...copies.values()].map((node) => node.id),
  };
}
