import type { NodeType } from "../_core/flow/node-type.ts";

/** Sends its input on unchanged, by one of two ways. */
export const branch: NodeType = {
  type: "logic/branch",
  connector: "logic",
  connectorTitle: "Logic",
  major: 1,
  kind: "logic",
  title: "Branch",
  summary: "Continues one way where a condition holds, and another where it does not.",
  effect: null,
  guarantee: null,
  needsConnection: false,
  inputs: [{ id: "in", title: "In", kind: "data" }],
  outputs: [
    { id: "true", title: "Yes", kind: "data" },
    { id: "false", title: "No", kind: "data" },
    { id: "error", title: "On error", kind: "error" },
  ],
  configSchema: {
    type: "object",
    required: ["condition"],
    additionalProperties: false,
    properties: {
      condition: {
        type: "string",
        title: "Condition",
        description: "JSONata that gives true or false. $ is what flows in, $event the event that started the run.",
        minLength: 1,
        maxLength: 4_000,
        "x-editor": "jsonata",
      },
    },
  },
  inputSchema: {},
  outputSchema: null,
  keywords: ["if", "condition", "filter", "decision", "switch"],
};
