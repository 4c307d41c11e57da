/** Everything that can be wrong with a flow, as data: where, what, and what to do. Errors block publishing. */
export interface Problem {
  code: string;
  severity: "error" | "warning";
  /** Null for problems of the flow as a whole. */
  nodeId: string | null;
  edgeId?: string;
  /** JSON path into the node's config, or `input.<path>` for a field of its input. */
  field?: string;
  message: string;
  fix: string;
}
