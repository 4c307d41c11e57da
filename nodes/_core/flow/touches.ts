import { type FlowOperation, singlesOf } from "./operations.ts";

/**
 * What an operation depends on and what it changes, as names such as `node:map_invoice` (that it exists),
 * `node:map_invoice/content`, `node:map_invoice/place`, `edge:…`, `note:…`, `flow/name`. Moving a node and configuring
 * it are apart, so two people doing both do not meet.
 */
export interface Touches {
  reads: Set<string>;
  writes: Set<string>;
}

export function touches(operations: readonly FlowOperation[]): Touches {
  const reads = new Set<string>();
  const writes = new Set<string>();
  for (const operation of operations.flatMap(singlesOf)) {
    switch (operation.kind) {
      case "add-node":
        writes.add(`node:${operation.node.id}`);
        break;
      case "remove-node":
        for (const part of ["", "/content", "/place"]) writes.add(`node:${operation.nodeId}${part}`);
        break;
      case "add-edge":
        writes.add(`edge:${operation.edge.id}`);
        reads.add(`node:${operation.edge.from.node}`);
        reads.add(`node:${operation.edge.to.node}`);
        break;
      case "remove-edge":
        writes.add(`edge:${operation.edgeId}`);
        break;
      case "move-nodes":
        for (const { nodeId } of operation.moves) {
          writes.add(`node:${nodeId}/place`);
          reads.add(`node:${nodeId}`);
        }
        break;
      case "configure-node":
        writes.add(`node:${operation.nodeId}/content`);
        reads.add(`node:${operation.nodeId}`);
        break;
      case "rename-flow":
        writes.add("flow/name");
        break;
      case "describe-flow":
        writes.add("flow/description");
        break;
      case "set-class":
        writes.add("flow/class");
        break;
      case "add-note":
        writes.add(`note:${operation.note.id}`);
        break;
      case "remove-note":
      case "update-note":
        writes.add(`note:${operation.noteId}`);
        break;
    }
  }
  return { reads, writes };
}

/**
 * Names that both sides change, or that one side changes and the other presumes. Empty: either order gives the same
 * flow, so a stale draft may be rebased silently. (A loop closed by two edges together shows when they are applied.)
 */
export function conflictsBetween(mine: readonly FlowOperation[], theirs: readonly FlowOperation[]): string[] {
  const a = touches(mine);
  const b = touches(theirs);
  const meeting = [...a.writes].filter((name) => b.writes.has(name) || b.reads.has(name));
  return [...new Set([...meeting, ...[...b.writes].filter((name) => a.reads.has(name))])].sort();
}

/** Ids of the nodes behind such names, for "Ana changed *Map invoice*". */
export const nodesNamed = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => /^node:([a-z0-9_]+)/.exec(name)?.[1] ?? [])),
];
