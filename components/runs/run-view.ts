import type { Json } from "#nodes/_core/json.ts";

/** A run as lists and timelines show it, apart from how the server answers. */
export interface RunView {
  id: string;
  flowId: string;
  flowName: string;
  version: number;
  state: string;
  /** How people call what it is about: the deal's name, a number. */
  businessKey: string;
  environment: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Why it waits, in one sentence; empty while it does not. */
  waitsFor: string;
  resumesAt: Date | null;
  fault: FaultView | null;
}

export interface FaultView {
  kind: string;
  code: string;
  message: string;
  fix: string;
  detail: Record<string, unknown>;
}

export interface AttemptView {
  number: number;
  fault: FaultView;
  /** What was decided: wait, retry, give up. */
  decision: string;
  startedAt: Date;
  finishedAt: Date;
}

export interface EffectView {
  operation: string;
  state: string;
  /** The vendor's name for what was made: INV-0001. */
  label: string;
  objectId: string;
  /** How often it was sent; more than one is worth saying. */
  sends: number;
}

export interface StepView {
  nodeId: string;
  label: string;
  /** "Xero · Create invoice". */
  title: string;
  connectorTitle: string;
  state: string;
  port: string | null;
  attempt: number;
  /** Null where it was not kept; masked where the person may not see it. */
  input: Json | null;
  output: Json | null;
  fault: FaultView | null;
  note: string;
  startedAt: Date | null;
  finishedAt: Date | null;
  attempts: AttemptView[];
  effect: EffectView | null;
}

export interface RunDetailView extends RunView {
  steps: StepView[];
  event: Json | null;
}
