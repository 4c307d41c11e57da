import type { FlowDocument } from "./flow.ts";
import type { FlowOperation, NodeChange } from "./operations.ts";

/** What a gesture did, in the words that continue "Undo …". Read before it is applied, while its nodes have names. */
export function labelOf(document: FlowDocument, operation: FlowOperation): string {
  const name = (id: string): string => document.nodes.find((node) => node.id === id)?.label ?? id;
  switch (operation.kind) {
    case "batch":
      return operation.label;
    case "add-node":
      return `add ${operation.node.label}`;
    case "remove-node":
      return `delete ${name(operation.nodeId)}`;
    case "add-edge":
      return `connect ${name(operation.edge.from.node)} to ${name(operation.edge.to.node)}`;
    case "remove-edge": {
      const edge = document.edges.find((candidate) => candidate.id === operation.edgeId);
      return edge ? `disconnect ${name(edge.from.node)} from ${name(edge.to.node)}` : "disconnect";
    }
    case "move-nodes": {
      const [first] = operation.moves;
      return operation.moves.length === 1 && first
        ? `move ${name(first.nodeId)}`
        : `move ${operation.moves.length} nodes`;
    }
    case "configure-node":
      return `${changeVerb(operation.change)} ${name(operation.nodeId)}`;
    case "rename-flow":
      return "rename the flow";
    case "describe-flow":
      return "describe the flow";
    case "set-class":
      return "change the priority";
    case "add-note":
      return "add a note";
    case "remove-note":
      return "delete a note";
    case "update-note":
      return "edit a note";
  }
}

function changeVerb(change: NodeChange): string {
  const keys = Object.keys(change);
  if (keys.length !== 1) return "edit";
  if (change.label !== undefined) return "rename";
  if (change.disabled !== undefined) return change.disabled ? "disable" : "enable";
  return "edit";
}
