/** What the canvas shows of a run and of breakers; only what a card or an edge needs. */
export interface NodeRun {
  nodeId: string;
  /** As the run's step says: `done`, `failed`, `waiting`, … */
  state: string;
  /** The port it left through. */
  port: string | null;
  attempt: number;
  durationMs: number | null;
  /** Why it waits or failed, in one sentence. */
  note: string;
  /** When it goes on by itself. */
  resumesAt: Date | null;
}

export interface CanvasRun {
  id: string;
  state: string;
  nodes: Record<string, NodeRun>;
}

export interface NodeBreaker {
  /** All that hold this node: its own, and its connection's as a whole. Going on needs both closed. */
  keys: string[];
  nodeId: string;
  state: "open" | "half-open" | "isolated";
  vendor: string;
  probeAt: Date | null;
  reason: string;
}
