import * as z from "zod";
import type { Json } from "../json.ts";

/**
 * A flow graph: the document that the canvas edits, a version freezes, the runtime runs and a flow file holds. Node
 * ids are stable names (`create_invoice`): they appear in expressions (`$steps.create_invoice.InvoiceID`), in effect
 * keys and in flow files, so they never change after creation; labels do.
 */

export const NodeId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, "A node id starts with a letter and has only a–z, 0–9 and _");
export type NodeId = z.infer<typeof NodeId>;

/** `connector/operation`, for example `xero/create-invoice`; our own nodes are `logic/map` and `logic/branch`. */
export const NodeTypeId = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/);
export type NodeTypeId = z.infer<typeof NodeTypeId>;

const JsonValue: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(JsonValue), z.record(z.string(), JsonValue)]),
);

export const Position = z.strictObject({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof Position>;

/** How a node meets a failing vendor. Absent values are the defaults of the runtime's settings. */
export const NodePolicy = z.strictObject({
  timeoutMs: z.number().int().min(1_000).max(120_000).optional(),
  maxAttempts: z.number().int().min(1).max(50).optional(),
  breakerFailures: z.number().int().min(1).max(100).optional(),
});
export type NodePolicy = z.infer<typeof NodePolicy>;

export const FlowNode = z.strictObject({
  id: NodeId,
  type: NodeTypeId,
  /** Major version of the connector that this node was drawn with. */
  major: z.number().int().min(0),
  label: z.string().min(1).max(120),
  position: Position,
  /** Reference to a connection of the same organisation; the only place in a graph that names a credential. */
  connection: z.uuid().nullable(),
  /** Shaped by the node type's config schema. A map node holds `{ expression }`, a branch `{ condition }`. */
  config: z.record(z.string(), JsonValue),
  /** JSONata over the node's input: which business object this effect stands for. Absent: event key + item key. */
  idempotency: z.string().max(4_000).optional(),
  policy: NodePolicy.optional(),
  disabled: z.boolean().optional(),
});
export type FlowNode = z.infer<typeof FlowNode>;

export const PortId = z.string().regex(/^[a-z][a-z-]{0,31}$/);

export const FlowEdge = z.strictObject({
  id: z.string().min(1).max(100),
  from: z.strictObject({ node: NodeId, port: PortId }),
  to: z.strictObject({ node: NodeId, port: PortId }),
});
export type FlowEdge = z.infer<typeof FlowEdge>;

export const FlowNote = z.strictObject({
  id: z.string().min(1).max(100),
  text: z.string().max(10_000),
  position: Position,
  size: z.strictObject({ width: z.number().min(40), height: z.number().min(40) }),
  tint: z.enum(["plain", "yellow", "green", "blue", "red", "violet"]),
});
export type FlowNote = z.infer<typeof FlowNote>;

/** `realtime` under 2 s (point of sale), `standard` under 30 s (CRM), `batch` no limit (history). */
export const RunClass = z.enum(["realtime", "standard", "batch"]);
export type RunClass = z.infer<typeof RunClass>;

export const FlowDocument = z.strictObject({
  format: z.literal("millrace.flow/1"),
  name: z.string().min(1).max(120),
  description: z.string().max(2_000),
  class: RunClass,
  nodes: z.array(FlowNode).max(10_000),
  edges: z.array(FlowEdge).max(20_000),
  notes: z.array(FlowNote).max(1_000),
});
export type FlowDocument = z.infer<typeof FlowDocument>;

export const emptyFlow = (name: string): FlowDocument => ({
  format: "millrace.flow/1",
  name,
  description: "",
  class: "standard",
  nodes: [],
  edges: [],
  notes: [],
});

/** Ports every node speaks of. A branch has `true` and `false` instead of `out`; a trigger has no `in`. */
export const ports = { in: "in", out: "out", error: "error", true: "true", false: "false" } as const;
