import type { Fault } from "#nodes/_core/fault.ts";
import type { Json } from "#nodes/_core/json.ts";
import type { EffectSettlement } from "#server/ledger/settle-effects.ts";
import type { ParkReason } from "./run.ts";

/** What one node did, before anything is decided about the run. */
export type NodeOutcome =
  | {
      kind: "done";
      port: string;
      input: Json;
      output: Json;
      note: string;
      effectKey?: Buffer;
      effect?: EffectSettlement | null;
    }
  /** Retry, error port or dead letter: decide-retry says which. */
  | { kind: "fault"; fault: Fault; input: Json; effectKey?: Buffer | null; effect?: EffectSettlement | null }
  /** Waits without having tried: uses no attempt. */
  | {
      kind: "wait";
      reason: ParkReason;
      delayMs: number | null;
      parkKey: string | null;
      fault: Fault | null;
      input: Json;
      effect?: EffectSettlement | null;
    }
  | { kind: "in-doubt"; fault: Fault; input: Json; effectKey: Buffer; effect: EffectSettlement | null }
  /** The lease is somebody else's: stop, write nothing. */
  | { kind: "lost" };
