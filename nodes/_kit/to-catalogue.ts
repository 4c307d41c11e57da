import type { Catalogue, NodeType, Port } from "../_core/flow/node-type.ts";
import type { ActionDefinition, Capability } from "./action.ts";
import type { ConnectorDefinition } from "./connector.ts";
import { toJsonSchema } from "./json-schema.ts";
import type { TriggerDefinition } from "./trigger.ts";

const inPort: Port = { id: "in", title: "In", kind: "data" };
const outPort: Port = { id: "out", title: "Out", kind: "data" };
const errorPort: Port = { id: "error", title: "On error", kind: "error" };

/** Connectors as the node types that the designer draws and the checks read: plain JSON, no code. */
export function toCatalogue(connectors: readonly ConnectorDefinition[]): Catalogue {
  return {
    nodeTypes: connectors.flatMap((connector) => [
      ...connector.triggers.map((trigger) => triggerType(connector, trigger)),
      ...connector.actions.map((action) => actionType(connector, action)),
    ]),
  };
}

/** How exactly-once is reached, in the words of the README's guarantee. */
export function guaranteeOf(action: ActionDefinition): string | null {
  return action.effect === "read" ? null : sentenceFor(action.capability);
}

function sentenceFor(capability: Capability): string {
  switch (capability.kind) {
    case "vendor-key":
      return `Exactly once: the vendor remembers our key for ${hours(capability.ttlMs)}. ${later(capability.afterTtl.kind)}`;
    case "upsert":
      return "Exactly once: the same record is written again with the same values.";
    case "find":
      return capability.uniqueEnforced
        ? "Exactly once: after a lost answer the record is searched by its unique reference."
        : "Exactly once where the record is found again by its reference; otherwise it waits for a person.";
    case "none":
      return "At most once: after a lost answer it waits for a person and is never sent again by itself.";
  }
}

function later(kind: "upsert" | "find" | "none"): string {
  if (kind === "upsert") return "After that the same record is written again with the same values.";
  if (kind === "find") return "After that the record is searched by its reference before anything is sent.";
  return "After that it waits for a person.";
}

const hours = (ms: number): string => `${Math.round(ms / 3_600_000)} hours`;

function triggerType(connector: ConnectorDefinition, trigger: TriggerDefinition): NodeType {
  return {
    ...common(connector, trigger),
    kind: "trigger",
    effect: null,
    guarantee: null,
    inputs: [],
    outputs: [outPort],
    inputSchema: null,
    outputSchema: toJsonSchema(trigger.event, "output"),
  };
}

function actionType(connector: ConnectorDefinition, action: ActionDefinition): NodeType {
  return {
    ...common(connector, action),
    kind: "action",
    effect: action.effect,
    guarantee: guaranteeOf(action),
    suggestedIdempotency: action.effect === "read" ? null : (action.suggestedIdempotency ?? null),
    inputs: [inPort],
    outputs: [outPort, errorPort],
    inputSchema: toJsonSchema(action.input, "input"),
    outputSchema: toJsonSchema(action.output, "output"),
  };
}

function common(connector: ConnectorDefinition, part: TriggerDefinition | ActionDefinition) {
  return {
    type: `${connector.id}/${part.id}`,
    connector: connector.id,
    connectorTitle: connector.title,
    major: Number(connector.version.split(".")[0]),
    title: part.title,
    summary: part.summary,
    needsConnection: true,
    configSchema: toJsonSchema(part.config, "input"),
    keywords: [...part.keywords, connector.title.toLowerCase()],
  };
}
