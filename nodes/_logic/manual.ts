import type { NodeType } from "../_core/flow/node-type.ts";

/** Starts a flow by hand: what a person pastes is the event. */
export const manual: NodeType = {
  type: "logic/manual",
  connector: "logic",
  connectorTitle: "Logic",
  major: 1,
  kind: "trigger",
  title: "Run by hand",
  summary: "Starts the flow when somebody runs it, with the data they give.",
  effect: null,
  guarantee: null,
  needsConnection: false,
  inputs: [],
  outputs: [{ id: "out", title: "Out", kind: "data" }],
  configSchema: { type: "object", additionalProperties: false, properties: {} },
  inputSchema: null,
  outputSchema: { type: "object", title: "Event" },
  keywords: ["manual", "start", "button", "test", "once"],
};
