import { checkValue } from "../schema/check-value.ts";
import { isSchema, titleOf } from "../schema/schema-at.ts";
import type { FlowSurroundings } from "./check-flow.ts";
import { branchType, mapType } from "./expressions-of.ts";
import { findSecret } from "./find-secret.ts";
import type { FlowDocument, FlowNode } from "./flow.ts";
import { edgesInto } from "./graph.ts";
import { literalKeys } from "./literal-keys.ts";
import { findNodeType, type NodeType } from "./node-type.ts";
import type { Problem } from "./problem.ts";

/** One node's type, connection, settings and the input that reaches it. */
export function checkSettings(document: FlowDocument, node: FlowNode, surroundings: FlowSurroundings): Problem[] {
  const type = findNodeType(surroundings.catalogue, node.type);
  if (!type)
    return [
      error(
        node,
        "unknown-type",
        `This installation does not know ${node.type}.`,
        "Delete the node, or add its connector.",
      ),
    ];
  if (type.major !== node.major)
    return [
      error(
        node,
        "unknown-major",
        `*${node.label}* was drawn with version ${node.major} of ${type.connectorTitle}; version ${type.major} is here.`,
        "Delete the node and add it again.",
      ),
    ];
  return [
    ...checkConnection(document, node, type, surroundings),
    ...checkConfig(node, type),
    ...checkSecrets(node, surroundings),
    ...checkInput(document, node, type, surroundings),
  ];
}

function checkConnection(
  document: FlowDocument,
  node: FlowNode,
  type: NodeType,
  { connections, catalogue }: FlowSurroundings,
): Problem[] {
  if (!type.needsConnection) return [];
  const vendor = type.connectorTitle;
  if (node.connection === null)
    return [error(node, "no-connection", `*${node.label}* has no ${vendor} connection.`, "Choose one.", "connection")];
  const connection = connections.find((known) => known.id === node.connection);
  if (!connection)
    return [
      error(
        node,
        "foreign-connection",
        `The connection of *${node.label}* is not one of this organisation.`,
        `Choose a ${vendor} connection.`,
        "connection",
      ),
    ];
  if (connection.connector !== type.connector)
    return [
      error(
        node,
        "wrong-vendor",
        `The connection of *${node.label}* leads to another system than ${vendor}.`,
        `Choose a ${vendor} connection.`,
        "connection",
      ),
    ];
  const problems: Problem[] = [];
  if (connection.state !== "connected")
    problems.push({
      ...error(
        node,
        "connection-down",
        `The ${vendor} connection of *${node.label}* needs attention.`,
        "Reconnect it.",
        "connection",
      ),
      severity: "warning",
    });
  const trigger = document.nodes.find((other) => {
    const kind = findNodeType(catalogue, other.type)?.kind;
    return kind === "trigger" && other.connection !== null && !other.disabled;
  });
  const start = connections.find((known) => known.id === trigger?.connection);
  if (start && start.environment !== connection.environment)
    problems.push(
      error(
        node,
        "mixed-environments",
        `*${node.label}* works in the ${connection.environment} environment, the trigger in the ${start.environment} one.`,
        "Choose connections of one environment.",
        "connection",
      ),
    );
  return problems;
}

function checkConfig(node: FlowNode, type: NodeType): Problem[] {
  if (node.type === mapType || node.type === branchType) return [];
  return checkValue(type.configSchema, node.config).map((violation) => ({
    ...error(node, "config", `*${node.label}*: ${violation.message}`, "Correct the setting."),
    field: `config.${violation.path}`,
  }));
}

function checkSecrets(node: FlowNode, { connections }: FlowSurroundings): Problem[] {
  const texts = JSON.stringify(node.config);
  const named = connections.some((connection) => texts.includes(connection.id));
  const secret = findSecret({ config: node.config, idempotency: node.idempotency });
  if (!named && !secret) return [];
  return [
    error(
      node,
      "secret-in-flow",
      `The settings of *${node.label}* hold ${secret ? `what looks like ${secret.what}` : "the id of a connection"}.`,
      "Take it out; only the node's connection may name credentials.",
    ),
  ];
}

/** What is sure to be missing from an action's input: a required field that the node before it does not produce. */
function checkInput(
  document: FlowDocument,
  node: FlowNode,
  type: NodeType,
  { catalogue }: FlowSurroundings,
): Problem[] {
  if (type.kind === "trigger" || type.inputs.length === 0) return [];
  const edges = edgesInto(document, node.id);
  const schema = type.inputSchema;
  // An unconnected node is named once, as unreachable.
  if (edges.length === 0 || !schema) return [];
  const required = requiredFields(schema);
  const missing = new Set<string>();
  for (const edge of edges) {
    const source = document.nodes.find((candidate) => candidate.id === edge.from.node);
    const produced = source && producedFields(document, source, catalogue, edge.from.port);
    if (produced) for (const field of required) if (!produced.has(field)) missing.add(field);
  }
  return [...missing].map((field) => ({
    ...error(
      node,
      "unmapped-field",
      `*${fieldTitle(schema, field)}* of *${node.label}* is required and gets no value.`,
      `Map it in the node before *${node.label}*.`,
    ),
    field: `input.${field}`,
  }));
}

/** Names of the fields that surely come out of a node's port; null where nobody can tell before it runs. */
function producedFields(
  document: FlowDocument,
  node: FlowNode,
  catalogue: FlowSurroundings["catalogue"],
  port: string,
  seen: ReadonlySet<string> = new Set(),
): Set<string> | null {
  if (port === "error" || seen.has(node.id)) return null;
  if (node.type === mapType) {
    const { expression } = node.config;
    const keys = typeof expression === "string" ? literalKeys(expression) : null;
    return keys && new Set(keys);
  }
  if (node.type === branchType) {
    const [edge] = edgesInto(document, node.id);
    const source = document.nodes.find((candidate) => candidate.id === edge?.from.node);
    return source && edge
      ? producedFields(document, source, catalogue, edge.from.port, new Set([...seen, node.id]))
      : null;
  }
  const schema = findNodeType(catalogue, node.type)?.outputSchema;
  if (!isSchema(schema?.properties) || schema.additionalProperties === true) return null;
  return new Set(Object.keys(schema.properties));
}

export const requiredFields = (schema: unknown): string[] =>
  isSchema(schema) && Array.isArray(schema.required) ? schema.required.filter((key) => typeof key === "string") : [];

function fieldTitle(schema: unknown, field: string): string {
  if (!isSchema(schema) || !isSchema(schema.properties)) return field;
  const own = schema.properties[field];
  return (isSchema(own) ? titleOf(own) : undefined) ?? field;
}

const error = (node: FlowNode, code: string, message: string, fix: string, field?: string): Problem => ({
  code,
  severity: "error",
  nodeId: node.id,
  ...(field === undefined ? {} : { field }),
  message,
  fix,
});
