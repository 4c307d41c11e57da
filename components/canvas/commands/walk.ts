import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { edgesFrom, edgesInto, findNode, runOrder } from "#nodes/_core/flow/graph.ts";

export type Direction = "left" | "right" | "up" | "down";

/** The node that an arrow key leads to: along the edges sideways, to the nearest neighbour up and down. */
export function walk(document: FlowDocument, from: string | undefined, direction: Direction): string | undefined {
  const here = from === undefined ? undefined : findNode(document, from);
  if (!here) return runOrder(document)[0]?.id;
  if (direction === "right")
    return nearest(
      document,
      here.id,
      edgesFrom(document, here.id).map((edge) => edge.to.node),
    );
  if (direction === "left")
    return nearest(
      document,
      here.id,
      edgesInto(document, here.id).map((edge) => edge.from.node),
    );
  const side = direction === "down" ? 1 : -1;
  const others = document.nodes.filter((node) => (node.position.y - here.position.y) * side > 0);
  return nearest(
    document,
    here.id,
    others.map((node) => node.id),
  );
}

function nearest(document: FlowDocument, from: string, ids: readonly string[]): string | undefined {
  const here = findNode(document, from);
  const distance = (id: string): number => {
    const there = findNode(document, id);
    if (!here || !there) return Number.POSITIVE_INFINITY;
    return Math.hypot(there.position.x - here.position.x, there.position.y - here.position.y);
  };
  return ids.toSorted((a, b) => distance(a) - distance(b))[0];
}
