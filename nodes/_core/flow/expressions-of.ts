import type { FlowDocument, FlowNode } from "./flow.ts";

/** Every JSONata text of a flow and where it stands, for whoever must parse them out of process before `checkFlow`. */
export interface FlowExpression {
  nodeId: string;
  field: "config.expression" | "config.condition" | "idempotency";
  text: string;
}

export const expressionsOf = (document: FlowDocument): FlowExpression[] => document.nodes.flatMap(expressionsOfNode);

export function expressionsOfNode(node: FlowNode): FlowExpression[] {
  const out: FlowExpression[] = [];
  const { expression, condition } = node.config;
  if (node.type === mapType && typeof expression === "string")
    out.push({ nodeId: node.id, field: "config.expression", text: expression });
  if (node.type === branchType && typeof condition === "string")
    out.push({ nodeId: node.id, field: "config.condition", text: condition });
  if (node.idempotency !== undefined) out.push({ nodeId: node.id, field: "idempotency", text: node.idempotency });
  return out;
}

export const mapType = "logic/map";
export const branchType = "logic/branch";
