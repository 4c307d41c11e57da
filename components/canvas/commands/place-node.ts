import type { FlowDocument, FlowNode, Position } from "#nodes/_core/flow/flow.ts";

/** The card of the design: 256 × 72, and a grid of 16. */
export const cardSize = { width: 256, height: 72 };
export const gridStep = 16;
export const columnGap = 96;
export const rowGap = 56;

const snap = (value: number): number => Math.round(value / gridStep) * gridStep;

/** The free place nearest to the wish, looking downwards: cards never start on top of each other. */
export function freePlace(document: FlowDocument, wish: Position): Position {
  const x = snap(wish.x);
  for (let y = snap(wish.y); ; y += gridStep) {
    const blocker = document.nodes.find(
      (node) =>
        Math.abs(node.position.x - x) < cardSize.width + gridStep &&
        Math.abs(node.position.y - y) < cardSize.height + gridStep,
    );
    if (!blocker) return { x, y };
    y = Math.max(y, snap(blocker.position.y + cardSize.height));
  }
}

/** To the right of a node, level with it. */
export const placeAfter = (node: FlowNode): Position => ({
  x: node.position.x + cardSize.width + columnGap,
  y: node.position.y,
});

/** Where the first or an unconnected node goes: right of everything, level with the last. */
export function placeAtEnd(document: FlowDocument): Position {
  const last = document.nodes.reduce<FlowNode | null>(
    (right, node) => (right === null || node.position.x > right.position.x ? node : right),
    null,
  );
  return last ? placeAfter(last) : { x: 0, y: 0 };
}
