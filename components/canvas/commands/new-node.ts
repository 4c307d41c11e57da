import { branchType, mapType } from "#nodes/_core/flow/expressions-of.ts";
import type { FlowDocument, FlowNode, Position } from "#nodes/_core/flow/flow.ts";
import { nodeIdFor } from "#nodes/_core/flow/ids.ts";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import type { JsonObject } from "#nodes/_core/json.ts";
import { defaultsOf } from "../../forms/defaults-of.ts";

/** A connection as a person may choose it for a node. */
export interface ConnectionChoice {
  id: string;
  connector: string;
  environment: string;
  name: string;
  state: string;
}

/** A node as it is when it is put down: named after what it does, with the settings its type suggests. */
export function newNode(
  document: FlowDocument,
  type: NodeType,
  position: Position,
  connections: readonly ConnectionChoice[],
): FlowNode {
  const taken = document.nodes.map((node) => node.label);
  const label = unlike(type.title, taken);
  return {
    id: nodeIdFor(
      label,
      document.nodes.map((node) => node.id),
    ),
    type: type.type,
    major: type.major,
    label,
    position,
    connection: type.needsConnection ? likelyConnection(document, type, connections) : null,
    config: initialConfig(type),
    ...(type.suggestedIdempotency ? { idempotency: type.suggestedIdempotency } : {}),
  };
}

function initialConfig(type: NodeType): JsonObject {
  if (type.type === mapType) return { expression: "" };
  if (type.type === branchType) return { condition: "" };
  return defaultsOf(type.configSchema);
}

/**
 * The connection to begin with: the one another node of this vendor uses, else the only one of the environment that the
 * flow works in, else the only one there is. Where several fit, a person chooses.
 */
function likelyConnection(
  document: FlowDocument,
  type: NodeType,
  connections: readonly ConnectionChoice[],
): string | null {
  const fitting = connections.filter((connection) => connection.connector === type.connector);
  const used = new Set(document.nodes.map((node) => node.connection));
  const same = fitting.find((connection) => used.has(connection.id));
  if (same) return same.id;
  const environment = connections.find((connection) => used.has(connection.id))?.environment;
  const candidates = environment ? fitting.filter((connection) => connection.environment === environment) : fitting;
  const [only, ...more] = candidates;
  return only && more.length === 0 ? only.id : null;
}

function unlike(title: string, taken: readonly string[]): string {
  if (!taken.includes(title)) return title;
  for (let number = 2; ; number++) if (!taken.includes(`${title} ${number}`)) return `${title} ${number}`;
}
