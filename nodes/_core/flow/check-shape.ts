import { areExclusive } from "./exclusive-edges.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "./flow.ts";
import { edgesInto, findCycle, reachableFrom, sameEnds } from "./graph.ts";
import { type Catalogue, findNodeType, type Port } from "./node-type.ts";
import type { Problem } from "./problem.ts";

/** The graph itself: ids, ends, ports, loops, what can be reached. */
export function checkShape(document: FlowDocument, catalogue: Catalogue): Problem[] {
  return [
    ...doubledIds(document),
    ...document.edges.flatMap((edge, index) => checkEdge(document, catalogue, edge, index)),
    ...checkCycle(document),
    ...checkInputs(document),
    ...checkTriggers(document, catalogue),
  ];
}

/** Ports of a node, the error port included; undefined for a type that is not in the catalogue. */
export function portsOf(node: FlowNode, catalogue: Catalogue): { inputs: Port[]; outputs: Port[] } | undefined {
  const type = findNodeType(catalogue, node.type);
  return type && { inputs: type.inputs, outputs: type.outputs };
}

function doubledIds(document: FlowDocument): Problem[] {
  const seen = new Set<string>();
  return document.nodes.flatMap((node): Problem[] => {
    if (!seen.has(node.id)) {
      seen.add(node.id);
      return [];
    }
    return [
      {
        code: "doubled-node",
        severity: "error",
        nodeId: node.id,
        message: `Two nodes have the id ${node.id}.`,
        fix: "Delete one of them and draw it again.",
      },
    ];
  });
}

function checkEdge(document: FlowDocument, catalogue: Catalogue, edge: FlowEdge, index: number): Problem[] {
  const from = document.nodes.find((node) => node.id === edge.from.node);
  const to = document.nodes.find((node) => node.id === edge.to.node);
  if (!from || !to) {
    const missing = from ? edge.to.node : edge.from.node;
    return [
      {
        code: "dangling-edge",
        severity: "error",
        nodeId: from?.id ?? to?.id ?? null,
        edgeId: edge.id,
        message: `An edge leads to ${missing}, which is not in this flow.`,
        fix: "Delete the edge, or connect it to a node.",
      },
    ];
  }
  const problems: Problem[] = [];
  if (document.edges.slice(0, index).some((other) => sameEnds(other, edge)))
    problems.push({
      code: "duplicate-edge",
      severity: "error",
      nodeId: to.id,
      edgeId: edge.id,
      message: `*${from.label}* and *${to.label}* are connected twice by the same ports.`,
      fix: "Delete one of the two edges.",
    });
  if (portsOf(from, catalogue)?.outputs.every((port) => port.id !== edge.from.port))
    problems.push(unknownPort(from, edge.from.port, edge));
  if (portsOf(to, catalogue)?.inputs.every((port) => port.id !== edge.to.port))
    problems.push(unknownPort(to, edge.to.port, edge));
  return problems;
}

const unknownPort = (node: FlowNode, port: string, edge: FlowEdge): Problem => ({
  code: "unknown-port",
  severity: "error",
  nodeId: node.id,
  edgeId: edge.id,
  message: `*${node.label}* has no port named ${port}.`,
  fix: "Delete the edge and draw it to a port that is there.",
});

function checkCycle(document: FlowDocument): Problem[] {
  const cycle = findCycle(document);
  if (!cycle) return [];
  const names = cycle.map((id) => document.nodes.find((node) => node.id === id)?.label ?? id);
  return [
    {
      code: "cycle",
      severity: "error",
      nodeId: cycle[0] ?? null,
      message: `The flow runs in a loop: ${names.join(" → ")}.`,
      fix: "Delete one of the edges of the loop.",
    },
  ];
}

/**
 * A node runs once, with the value of one edge. Several edges into a port are fine where at most one of them carries a
 * value in any run; else a value would be lost.
 */
function checkInputs(document: FlowDocument): Problem[] {
  return document.nodes.flatMap((node): Problem[] => {
    const byPort = Map.groupBy(edgesInto(document, node.id), (edge) => edge.to.port);
    return [...byPort.values()].flatMap((edges): Problem[] => {
      const [, second] = edges;
      if (!second || areExclusive(document, edges)) return [];
      return [
        {
          code: "several-inputs",
          severity: "error",
          nodeId: node.id,
          edgeId: second.id,
          message: `${edges.length} edges lead into *${node.label}* and may all carry a value; it takes one.`,
          fix: "Delete the others, or give each its own node.",
        },
      ];
    });
  });
}

function checkTriggers(document: FlowDocument, catalogue: Catalogue): Problem[] {
  const triggers = document.nodes.filter(
    (node) => !node.disabled && findNodeType(catalogue, node.type)?.kind === "trigger",
  );
  if (triggers.length === 0)
    return [
      {
        code: "no-trigger",
        severity: "error",
        nodeId: null,
        message: "Nothing starts this flow.",
        fix: "Add a trigger.",
      },
    ];
  const reached = reachableFrom(
    document,
    triggers.map((node) => node.id),
  );
  const lonely = document.nodes.filter((node) => !node.disabled && !reached.has(node.id));
  const idle = triggers.filter((node) => document.edges.every((edge) => edge.from.node !== node.id));
  return [
    ...lonely.map(
      (node): Problem => ({
        code: "unreachable-node",
        severity: "warning",
        nodeId: node.id,
        message: `No trigger leads to *${node.label}*, so it never runs.`,
        fix: "Connect it to the flow, or delete it.",
      }),
    ),
    ...idle.map(
      (node): Problem => ({
        code: "nothing-follows",
        severity: "warning",
        nodeId: node.id,
        message: `Nothing happens after *${node.label}*.`,
        fix: "Add the next node behind it.",
      }),
    ),
  ];
}
