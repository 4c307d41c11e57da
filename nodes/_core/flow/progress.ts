import { type FlowDocument, type FlowEdge, type FlowNode, ports } from "./flow.ts";

/**
 * How far a run is, from its graph and its recorded steps alone: the same on every recovery.
 *
 * A node waits until each of its incoming edges is settled. An edge is live when its source left through the edge's
 * port, dead when the source was skipped or left through another one. A node with a live edge runs; one whose edges
 * are all dead is skipped, and so are its followers. That covers sequences, branches, error ports and joins; a loop
 * adds steps with item keys, counted here by rows and never by ±1.
 */
export interface StepFact {
  nodeId: string;
  state: "done" | "failed" | "skipped";
  /** The port it left through; null where it was skipped or failed with nobody listening. */
  port: string | null;
}

export interface Progress {
  /** Nodes to run now, in document order. */
  ready: FlowNode[];
  /** Nodes that will never run, in document order. */
  skipped: string[];
  /** Nothing is ready and nothing waits. */
  ended: boolean;
}

export function progressOf(graph: FlowDocument, start: string, facts: ReadonlyMap<string, StepFact>): Progress {
  const incoming = new Map<string, FlowEdge[]>();
  for (const edge of graph.edges) {
    const edges = incoming.get(edge.to.node);
    if (edges) edges.push(edge);
    else incoming.set(edge.to.node, [edge]);
  }
  const skipped = new Set<string>();
  const factOf = (nodeId: string): StepFact | undefined =>
    skipped.has(nodeId) ? { nodeId, state: "skipped", port: null } : facts.get(nodeId);

  // Skipping one node can settle the next: repeat until nothing changes. Each round settles at least one node.
  let settledMore = true;
  while (settledMore) {
    settledMore = false;
    for (const node of graph.nodes) {
      if (node.id === start || factOf(node.id)) continue;
      const edges = incoming.get(node.id) ?? [];
      if (edges.every((edge) => edgeState(edge, factOf(edge.from.node)) === "dead")) {
        skipped.add(node.id);
        settledMore = true;
      }
    }
  }

  const ready = graph.nodes.filter((node) => {
    if (factOf(node.id)) return false;
    if (node.id === start) return true;
    const states = (incoming.get(node.id) ?? []).map((edge) => edgeState(edge, factOf(edge.from.node)));
    return states.length > 0 && states.every((state) => state !== "waiting") && states.includes("live");
  });
  return {
    ready,
    skipped: graph.nodes.filter((node) => skipped.has(node.id)).map((node) => node.id),
    ended: ready.length === 0 && graph.nodes.every((node) => factOf(node.id) !== undefined),
  };
}

function edgeState(edge: FlowEdge, source: StepFact | undefined): "waiting" | "live" | "dead" {
  if (!source) return "waiting";
  return source.port === edge.from.port ? "live" : "dead";
}

/** The edge whose source feeds this node: the first live one in document order. */
export function liveInput(
  graph: FlowDocument,
  nodeId: string,
  facts: ReadonlyMap<string, StepFact>,
): FlowEdge | undefined {
  return graph.edges.find((edge) => edge.to.node === nodeId && edgeState(edge, facts.get(edge.from.node)) === "live");
}

/** Whether somebody listens at a node's error port: then its failure continues the run instead of ending it. */
export const hasErrorBranch = (graph: FlowDocument, nodeId: string): boolean =>
  graph.edges.some((edge) => edge.from.node === nodeId && edge.from.port === ports.error);
