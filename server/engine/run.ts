import type { FlowDocument, RunClass } from "#nodes/_core/flow/flow.ts";
import type { StepFact } from "#nodes/_core/flow/progress.ts";
import type { Json } from "#nodes/_core/json.ts";

/**
 * A claimed run with all it needs to move. The database row says
 * `ready → leased → done | parked(reason) | in_doubt | dead | cancelled`; a leased run belongs to one worker until its
 * lease ends, and every write carries the epoch of its claim: no row touched means somebody else took over, so stop.
 */
export interface ClaimedRun {
  orgId: string;
  id: string;
  createdAt: Date;
  epoch: number;
  flowId: string;
  version: number;
  graph: FlowDocument;
  triggerNode: string;
  class: RunClass;
  environment: string;
  entityKey: string | null;
  businessKey: string;
  /** Claims since the last settlement, this one included. */
  crashes: number;
  /** Attempts used on the step in hand. */
  attempts: number;
  event: { id: string; source: string; at: Date; body: Json };
  /** Recorded steps by node. */
  steps: Map<string, StepRecord>;
  /** Local monotonic time after which no mutating call may begin. */
  leaseEndsAt: number;
}

export interface StepRecord extends StepFact {
  seq: number;
  attempt: number;
  input: Json | undefined;
  output: Json | undefined;
  fault: Json | undefined;
  effectKey: Buffer | null;
  note: string;
  startedAt: Date;
  finishedAt: Date;
}

export const parkReasons = [
  "retry",
  "breaker",
  "rate",
  "order",
  "delay",
  "approval",
  "reauth",
  "conflict",
  "quarantine",
] as const;
export type ParkReason = (typeof parkReasons)[number];

/** How a run leaves a worker's hands. */
export type RunEnd =
  | { state: "done" }
  | { state: "dead"; fault: Json; nodeId: string | null; fingerprint: string }
  | { state: "in_doubt"; fault: Json; nodeId: string }
  | {
      state: "parked";
      reason: ParkReason;
      /** Null: waits for a person. */
      delayMs: number | null;
      nodeId: string | null;
      fault: Json | null;
      parkKey: string | null;
      attempts: number;
    };

/** `$now` and `$random` of a run are frozen, so that every attempt evaluates to the same bytes. */
export const frozenNow = (run: ClaimedRun): number => run.event.at.getTime();
export const frozenSeed = (run: ClaimedRun): number => Number.parseInt(run.id.slice(-8), 16);
