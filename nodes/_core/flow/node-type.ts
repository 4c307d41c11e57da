import * as z from "zod";
import type { JsonSchema } from "../json.ts";
import { NodeTypeId, PortId } from "./flow.ts";

/**
 * What the designer and the checks know of a node type: the catalogue arrives in the browser as this JSON, so no
 * connector code is in the bundle.
 */
const Schema = z.custom<JsonSchema>((value) => typeof value === "object" && value !== null);

export const NodeKind = z.enum(["trigger", "map", "action", "logic"]);
export type NodeKind = z.infer<typeof NodeKind>;

export const Port = z.object({ id: PortId, title: z.string(), kind: z.enum(["data", "error"]) });
export type Port = z.infer<typeof Port>;

export const NodeType = z.object({
  type: NodeTypeId,
  /** Connector id (`xero`), or `logic` for our own nodes. */
  connector: z.string(),
  connectorTitle: z.string(),
  major: z.number().int(),
  kind: NodeKind,
  title: z.string(),
  summary: z.string(),
  /** What an action does to the vendor's records; null for triggers and logic. */
  effect: z.enum(["read", "create", "update", "delete"]).nullable(),
  /** How exactly-once is reached, in one sentence; null where nothing is written. */
  guarantee: z.string().nullable(),
  /** JSONata over the input that says which business object a write stands for; new nodes begin with it. */
  suggestedIdempotency: z.string().nullable().optional(),
  needsConnection: z.boolean(),
  inputs: z.array(Port),
  outputs: z.array(Port),
  configSchema: Schema,
  /** What must flow in. Null for triggers; `{}` accepts anything. */
  inputSchema: Schema.nullable(),
  /** What flows out. Null where it follows from the input (map, branch). */
  outputSchema: Schema.nullable(),
  /** Words that also find this node in the palette. */
  keywords: z.array(z.string()),
});
export type NodeType = z.infer<typeof NodeType>;

export const Catalogue = z.object({ nodeTypes: z.array(NodeType) });
export type Catalogue = z.infer<typeof Catalogue>;

export const findNodeType = (catalogue: Catalogue, type: string): NodeType | undefined =>
  catalogue.nodeTypes.find((candidate) => candidate.type === type);
