import type { FlowSurroundings } from "./check-flow.ts";
import { branchType, expressionsOf, mapType } from "./expressions-of.ts";
import type { FlowDocument, FlowNode } from "./flow.ts";
import type { Problem } from "./problem.ts";

/** Expressions that are empty or do not parse. Whether they make sense on data is the preview's affair. */
export function checkExpressions(document: FlowDocument, { checkExpression }: FlowSurroundings): Problem[] {
  const active = { ...document, nodes: document.nodes.filter((node) => !node.disabled) };
  return [
    ...active.nodes.flatMap(missingExpression),
    ...expressionsOf(active).flatMap(({ nodeId, field, text }): Problem[] => {
      if (text.trim() === "") return [];
      const wrong = checkExpression(text);
      if (!wrong) return [];
      const label = active.nodes.find((node) => node.id === nodeId)?.label ?? nodeId;
      return [
        {
          code: "expression",
          severity: "error",
          nodeId,
          field,
          message: `*${label}*: ${wrong.message} (character ${wrong.position + 1}).`,
          fix: "Correct the expression.",
        },
      ];
    }),
  ];
}

function missingExpression(node: FlowNode): Problem[] {
  if (node.type === mapType && isBlank(node.config.expression))
    return [blank(node, "config.expression", "maps nothing yet", "Write its mapping.")];
  if (node.type === branchType && isBlank(node.config.condition))
    return [blank(node, "config.condition", "has no condition", "Say when the flow goes on.")];
  if (node.idempotency !== undefined && isBlank(node.idempotency))
    return [
      blank(node, "idempotency", "has an empty idempotency key", "Write the key, or reset it to the event's own."),
    ];
  return [];
}

const isBlank = (value: unknown): boolean => typeof value !== "string" || value.trim() === "";

const blank = (node: FlowNode, field: string, what: string, fix: string): Problem => ({
  code: "empty-expression",
  severity: "error",
  nodeId: node.id,
  field,
  message: `*${node.label}* ${what}.`,
  fix,
});
