import type { FlowOperation, NodeChange } from "#nodes/_core/flow/operations.ts";

/**
 * Two edits as one, where the second only goes on with the first: typing into the same field of the same node, or
 * renaming the flow letter by letter. Null where both must stay apart. Applying the result gives what applying both
 * gave, and the inverse of the first undoes it.
 */
export function mergeOperations(first: FlowOperation, second: FlowOperation): FlowOperation | null {
  if (first.kind === "rename-flow" && second.kind === "rename-flow") return second;
  if (first.kind === "describe-flow" && second.kind === "describe-flow") return second;
  if (first.kind === "update-note" && second.kind === "update-note" && first.noteId === second.noteId)
    return fieldsOf(first.change) === fieldsOf(second.change) ? second : null;
  if (first.kind === "configure-node" && second.kind === "configure-node" && first.nodeId === second.nodeId)
    return isTyping(second.change) && fieldsOf(first.change) === fieldsOf(second.change) ? second : null;
  return null;
}

/** Choosing a connection or switching a node off is a gesture of its own, however quick. */
const isTyping = (change: NodeChange): boolean => change.connection === undefined && change.disabled === undefined;

function fieldsOf(change: object): string {
  const names = Object.entries(change).map(([key, value]) => {
    if (key !== "config" || typeof value !== "object" || value === null) return key;
    return `config(${Object.keys(Reflect.get(value, "set") ?? {}).sort()}|${Reflect.get(value, "unset") ?? ""})`;
  });
  return names.sort().join(" ");
}
