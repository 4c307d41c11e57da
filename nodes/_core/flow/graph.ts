import type { FlowDocument, FlowEdge, FlowNode, NodeId } from "./flow.ts";

/** Questions about the shape of a flow. Edges whose ends are missing are passed over: `checkFlow` names them. */

export const findNode = (document: FlowDocument, id: string): FlowNode | undefined =>
  document.nodes.find((node) => node.id === id);

export const edgesInto = (document: FlowDocument, id: string): FlowEdge[] =>
  document.edges.filter((edge) => edge.to.node === id);

export const edgesFrom = (document: FlowDocument, id: string): FlowEdge[] =>
  document.edges.filter((edge) => edge.from.node === id);

export const edgesOf = (document: FlowDocument, id: string): FlowEdge[] =>
  document.edges.filter((edge) => edge.from.node === id || edge.to.node === id);

export const sameEnds = (a: FlowEdge, b: FlowEdge): boolean =>
  a.from.node === b.from.node && a.from.port === b.from.port && a.to.node === b.to.node && a.to.port === b.to.port;

/** Every node that can have run before this one, nearest first: what `$steps` may name. */
export function upstreamOf(document: FlowDocument, id: string): FlowNode[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const seen = new Set<NodeId>([id]);
  const out: FlowNode[] = [];
  let ring = [id];
  while (ring.length > 0) {
    const next: NodeId[] = [];
    for (const edge of document.edges) {
      if (!ring.includes(edge.to.node) || seen.has(edge.from.node)) continue;
      const node = byId.get(edge.from.node);
      if (!node) continue;
      seen.add(node.id);
      out.push(node);
      next.push(node.id);
    }
    ring = next;
  }
  return out;
}

/** Ids of all nodes that a walk along the edges meets, the starts included. */
export function reachableFrom(document: FlowDocument, starts: Iterable<NodeId>): Set<NodeId> {
  const below = successors(document);
  const seen = new Set<NodeId>(starts);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const next of below.get(id) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
  return seen;
}

/** Node ids along one loop, first one repeated at the end; null where the flow has none. */
export function findCycle(document: FlowDocument): NodeId[] | null {
  const below = successors(document);
  const state = new Map<NodeId, "open" | "done">();
  for (const { id } of document.nodes) {
    if (state.has(id)) continue;
    // A stack of our own: a chain of ten thousand nodes must not overflow the language's.
    const path: { id: NodeId; next: Iterator<NodeId> }[] = [{ id, next: (below.get(id) ?? []).values() }];
    state.set(id, "open");
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (!top) break;
      const step = top.next.next();
      if (step.done) {
        state.set(top.id, "done");
        path.pop();
        continue;
      }
      if (state.get(step.value) === "open") {
        const ids = path.map((entry) => entry.id);
        return [...ids.slice(ids.indexOf(step.value)), step.value];
      }
      if (state.get(step.value) === "done") continue;
      state.set(step.value, "open");
      path.push({ id: step.value, next: (below.get(step.value) ?? []).values() });
    }
  }
  return null;
}

/** The path that a new edge would close to a loop, or null: from the edge's target back to its source. */
export function pathBetween(document: FlowDocument, start: NodeId, goal: NodeId): NodeId[] | null {
  const below = successors(document);
  const cameFrom = new Map<NodeId, NodeId | null>([[start, null]]);
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (id === goal) {
      const path: NodeId[] = [];
      for (let at: NodeId | null | undefined = id; at; at = cameFrom.get(at)) path.unshift(at);
      return path;
    }
    for (const next of below.get(id) ?? [])
      if (!cameFrom.has(next)) {
        cameFrom.set(next, id);
        queue.push(next);
      }
  }
  return null;
}

/** Nodes in the order in which a run meets them; side by side ones from top to bottom. Loops come last. */
export function runOrder(document: FlowDocument): FlowNode[] {
  const waiting = new Map(document.nodes.map((node) => [node.id, edgesInto(document, node.id).length]));
  const below = successors(document);
  const ready = document.nodes.filter((node) => waiting.get(node.id) === 0).sort(byPlace);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const out: FlowNode[] = [];
  for (let node = ready.shift(); node; node = ready.shift()) {
    out.push(node);
    for (const next of below.get(node.id) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      const found = byId.get(next);
      if (left === 0 && found) ready.push(found);
    }
    ready.sort(byPlace);
  }
  const placed = new Set(out.map((node) => node.id));
  return [...out, ...document.nodes.filter((node) => !placed.has(node.id)).sort(byPlace)];
}

const byPlace = (a: FlowNode, b: FlowNode): number =>
  a.position.x - b.position.x || a.position.y - b.position.y || (a.id < b.id ? -1 : 1);

function successors(document: FlowDocument): Map<NodeId, NodeId[]> {
  const known = new Set(document.nodes.map((node) => node.id));
  const below = new Map<NodeId, NodeId[]>();
  for (const { from, to } of document.edges) {
    if (!known.has(from.node) || !known.has(to.node)) continue;
    const list = below.get(from.node);
    if (list) list.push(to.node);
    else below.set(from.node, [to.node]);
  }
  return below;
}
