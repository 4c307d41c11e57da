import * as z from "zod";
import { FlowEdge, FlowNode, FlowNote, NodeId, NodePolicy, Position, RunClass } from "./flow.ts";

/**
 * One gesture on the canvas. The same list is undo history, autosave message, rebase unit and audit record, so an
 * operation says everything it needs and nothing about who made it.
 *
 * `at` is the place in the document's array: an undone deletion puts the node back where it was, so that undo restores
 * the document exactly.
 */
const Place = z.number().int().min(0).optional();
const EdgeId = z.string().min(1).max(100);
const NoteId = z.string().min(1).max(100);

export const AddNode = z.strictObject({ kind: z.literal("add-node"), node: FlowNode, at: Place });
/** Takes the node's edges with it. */
export const RemoveNode = z.strictObject({ kind: z.literal("remove-node"), nodeId: NodeId });
export const AddEdge = z.strictObject({ kind: z.literal("add-edge"), edge: FlowEdge, at: Place });
export const RemoveEdge = z.strictObject({ kind: z.literal("remove-edge"), edgeId: EdgeId });

export const MoveNodes = z.strictObject({
  kind: z.literal("move-nodes"),
  moves: z
    .array(z.strictObject({ nodeId: NodeId, position: Position }))
    .min(1)
    .max(10_000),
});

/** Only what is present changes. `null` takes an optional member away; `connection: null` means "none chosen". */
export const NodeChange = z.strictObject({
  label: FlowNode.shape.label.optional(),
  config: z.strictObject({ set: FlowNode.shape.config, unset: z.array(z.string()) }).optional(),
  connection: FlowNode.shape.connection.optional(),
  idempotency: z.string().max(4_000).nullable().optional(),
  policy: NodePolicy.nullable().optional(),
  disabled: z.boolean().nullable().optional(),
});
export type NodeChange = z.infer<typeof NodeChange>;

export const ConfigureNode = z.strictObject({ kind: z.literal("configure-node"), nodeId: NodeId, change: NodeChange });

export const RenameFlow = z.strictObject({ kind: z.literal("rename-flow"), name: z.string().min(1).max(120) });
export const DescribeFlow = z.strictObject({ kind: z.literal("describe-flow"), description: z.string().max(2_000) });
export const SetClass = z.strictObject({ kind: z.literal("set-class"), class: RunClass });

export const AddNote = z.strictObject({ kind: z.literal("add-note"), note: FlowNote, at: Place });
export const RemoveNote = z.strictObject({ kind: z.literal("remove-note"), noteId: NoteId });
export const UpdateNote = z.strictObject({
  kind: z.literal("update-note"),
  noteId: NoteId,
  change: FlowNote.omit({ id: true }).partial(),
});

const singles = [
  AddNode,
  RemoveNode,
  AddEdge,
  RemoveEdge,
  MoveNodes,
  ConfigureNode,
  RenameFlow,
  DescribeFlow,
  SetClass,
  AddNote,
  RemoveNote,
  UpdateNote,
] as const;

export const SingleOperation = z.discriminatedUnion("kind", singles);
export type SingleOperation = z.infer<typeof SingleOperation>;

/** Several operations that are one gesture: one undo step, applied wholly or not at all. Never nested. */
export const Batch = z.strictObject({
  kind: z.literal("batch"),
  /** Continues "Undo …": lower case, a verb first. */
  label: z.string().min(1).max(200),
  operations: z.array(SingleOperation).min(1).max(30_000),
});
export type Batch = z.infer<typeof Batch>;

export const FlowOperation = z.discriminatedUnion("kind", [...singles, Batch]);
export type FlowOperation = z.infer<typeof FlowOperation>;

/** The parts of a gesture in the order in which they apply. */
export const singlesOf = (operation: FlowOperation): SingleOperation[] =>
  operation.kind === "batch" ? operation.operations : [operation];
