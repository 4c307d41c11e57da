import type { FlowDocument, FlowEdge } from "./flow.ts";

/**
 * Whether in every run at most one of these edges carries a value: then they may lead into one port. So it is for the
 * two ways out of a branch, for a node's output and its error port, and for two triggers (a run has exactly one).
 *
 * Each edge gets the choices that every path to it must have made (`branch` left by `true`); two edges exclude each
 * other when they need different outcomes of one choice.
 */
export function areExclusive(document: FlowDocument, edges: readonly FlowEdge[]): boolean {
  const known = new Map<string, Choices>();
  const all = edges.map((edge) => choicesOf(document, edge, known));
  return all.every((a, index) => all.slice(index + 1).every((b) => exclude(a, b)));
}

/** Node id → port by which it must have been left; the pseudo node `*` → the trigger that started the run. */
type Choices = ReadonlyMap<string, string>;

function choicesOf(document: FlowDocument, edge: FlowEdge, known: Map<string, Choices>): Choices {
  return new Map([...choicesBefore(document, edge.from.node, known), [edge.from.node, edge.from.port]]);
}

function choicesBefore(document: FlowDocument, nodeId: string, known: Map<string, Choices>): Choices {
  const found = known.get(nodeId);
  if (found) return found;
  // a loop (which another check names) ends the search here
  known.set(nodeId, new Map());
  const incoming = document.edges.filter((edge) => edge.to.node === nodeId);
  const [first, ...rest] = incoming.map((edge) => choicesOf(document, edge, known));
  const shared = first
    ? new Map([...first].filter(([node, port]) => rest.every((other) => other.get(node) === port)))
    : new Map([["*", nodeId]]);
  known.set(nodeId, shared);
  return shared;
}

function exclude(a: Choices, b: Choices): boolean {
  for (const [node, port] of a) {
    const other = b.get(node);
    if (other !== undefined && other !== port) return true;
  }
  return false;
}
