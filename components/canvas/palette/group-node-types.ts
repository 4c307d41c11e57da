import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { rankNodeTypes } from "./rank-node-types.ts";

export interface TypeGroup {
  title: string;
  types: NodeType[];
}

interface Where {
  request: "anywhere" | "after" | "into-edge";
  /** The type in front of the new node. */
  previous: NodeType | undefined;
  isEmpty: boolean;
}

/**
 * The picker's groups. Only what fits: behind a port no trigger, into an edge only what has both ports. After a trigger
 * a map is what most people want, after a map a target; an empty canvas wants a trigger.
 */
export function groupNodeTypes(types: readonly NodeType[], text: string, where: Where): TypeGroup[] {
  const fitting = types.filter((type) => fits(type, where));
  if (text.trim() !== "") return [{ title: "Found", types: rankNodeTypes(fitting, text) }].filter(filled);
  const suggested = fitting.filter((type) => isSuggested(type, where)).slice(0, 4);
  const rest = fitting.filter((type) => !suggested.includes(type));
  return [
    { title: where.isEmpty ? "Start with" : "Suggested next", types: suggested },
    { title: "Triggers", types: rest.filter((type) => type.kind === "trigger") },
    { title: "Map and decide", types: rest.filter((type) => type.kind === "map" || type.kind === "logic") },
    { title: "Targets", types: rest.filter((type) => type.kind === "action" && type.effect !== "read") },
    { title: "Look up", types: rest.filter((type) => type.kind === "action" && type.effect === "read") },
  ].filter(filled);
}

function fits(type: NodeType, { request }: Where): boolean {
  if (request === "anywhere") return true;
  if (type.inputs.length === 0) return false;
  return request === "after" || type.outputs.some((port) => port.kind === "data");
}

function isSuggested(type: NodeType, { previous, isEmpty }: Where): boolean {
  if (isEmpty) return type.kind === "trigger";
  if (!previous) return false;
  if (previous.kind === "trigger" || previous.effect === "read") return type.kind === "map";
  if (previous.kind === "map") return type.kind === "action" && type.effect !== "read";
  return false;
}

const filled = (group: TypeGroup): boolean => group.types.length > 0;
