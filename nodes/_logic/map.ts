import type { NodeType } from "../_core/flow/node-type.ts";

/** Shapes the output of one node into the input of the next. Pure: computed again on recovery, with the same result. */
export const map: NodeType = {
  type: "logic/map",
  connector: "logic",
  connectorTitle: "Logic",
  major: 1,
  kind: "map",
  title: "Map",
  summary: "Shapes data for the next step with a JSONata expression.",
  effect: null,
  guarantee: null,
  needsConnection: false,
  inputs: [{ id: "in", title: "In", kind: "data" }],
  outputs: [
    { id: "out", title: "Out", kind: "data" },
    { id: "error", title: "On error", kind: "error" },
  ],
  configSchema: {
    type: "object",
    required: ["expression"],
    additionalProperties: false,
    properties: {
      expression: {
        type: "string",
        title: "Mapping",
        description:
          "JSONata. $ is what flows in, $event the event that started the run, $steps the outputs of earlier steps.",
        minLength: 1,
        maxLength: 65_536,
        "x-editor": "jsonata",
      },
    },
  },
  inputSchema: {},
  outputSchema: null,
  keywords: ["transform", "jsonata", "expression", "convert", "fields"],
};
