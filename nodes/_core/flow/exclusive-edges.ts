import type { FlowDocument, FlowEdge } from "./flow.ts";

/**
 * Whether in every run at most one of these edges carries a value: then they may lead into one port. So it is for the
 * two ways out of a branch, for a node's output and its error port, and for two triggers (a run has exactly one).
 *
 * Each edge gets the choices that every path to it must have made (`branch` left by `true`); two edges exclude each
 * other when they need different outcomes of one choice. Nodes of a loop, which another check names, have none.
 */
export function areExclusive(document: FlowDocument, edges: readonly FlowEdge[]): boolean {
  const before = choicesBefore(document);
  const deciding = decidingNodes(document);
  const all = edges.map((edge) => choicesOf(edge, before, deciding));
  return all.every((a, index) => all.slice(index + 1).every((b) => exclude(a, b)));
}

/** Node id → port by which it must have been left; the pseudo node `*` → the trigger that started the run. */
type Choices = ReadonlyMap<string, string>;
const none: Choices = new Map();

function choicesOf(edge: FlowEdge, before: ReadonlyMap<string, Choices>, deciding: ReadonlySet<string>): Choices {
  const { node, port } = edge.from;
  const known = before.get(node) ?? none;
  return deciding.has(node) ? new Map([...known, [node, port]]) : known;
}

/** In the order of the graph, without recursion: a chain may be ten thousand nodes long. */
function choicesBefore(document: FlowDocument): Map<string, Choices> {
  const deciding = decidingNodes(document);
  const incoming = Map.groupBy(document.edges, (edge) => edge.to.node);
  const outgoing = Map.groupBy(document.edges, (edge) => edge.from.node);
  const waiting = new Map(document.nodes.map((node) => [node.id, incoming.get(node.id)?.length ?? 0]));
  const ready = document.nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  const before = new Map<string, Choices>(ready.map((id) => [id, new Map([["*", id]])]));
  for (let id = ready.pop(); id !== undefined; id = ready.pop())
    for (const { to } of outgoing.get(id) ?? []) {
      const left = (waiting.get(to.node) ?? 0) - 1;
      waiting.set(to.node, left);
      if (left !== 0) continue;
      before.set(to.node, shared((incoming.get(to.node) ?? []).map((edge) => choicesOf(edge, before, deciding))));
      ready.push(to.node);
    }
  return before;
}

/** Only a node that is left by several ports decides anything. */
function decidingNodes(document: FlowDocument): Set<string> {
  const ports = new Map<string, string>();
  const deciding = new Set<string>();
  for (const { from } of document.edges) {
    const first = ports.get(from.node);
    if (first === undefined) ports.set(from.node, from.port);
    else if (first !== from.port) deciding.add(from.node);
  }
  return deciding;
}

function shared(all: readonly Choices[]): Choices {
  const [first = none, ...rest] = all;
  if (rest.length === 0) return first;
  return new Map([...first].filter(([node, port]) => rest.every((other) => other.get(node) === port)));
}

function exclude(a: Choices, b: Choices): boolean {
  for (const [node, port] of a) {
    const other = b.get(node);
    if (other !== undefined && other !== port) return true;
  }
  return false;
}
