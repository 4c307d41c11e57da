import { setImmediate } from "node:timers/promises";
import type { Slots } from "./slots.ts";

/**
 * Claims of one class go one after the other, each for all hints that wait and as many as there are free slots: what
 * waits while one is in flight travels together in the next, so that many runs share one claim.
 */
export interface ClaimLane<H> {
  /** Resolves when all these hints have been claimed, or found not to be claimable. */
  add(hints: readonly H[]): Promise<void>;
}

interface Waiting<H> {
  hint: H;
  resolve(): void;
  reject(error: unknown): void;
}

export function createClaimLane<H, R>(
  slots: Slots,
  most: number,
  claim: (hints: H[]) => Promise<R[]>,
  begin: (run: R) => void,
): ClaimLane<H> {
  let queue: Waiting<H>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (queue.length > 0) {
      let count = await slots.take(1);
      // Runs that end in one settlement give their slots back one by one in this turn of the loop.
      await setImmediate();
      count += slots.takeFree(Math.min(most, queue.length) - count);
      const batch = queue.slice(0, count);
      queue = queue.slice(count);
      try {
        const runs = await claim(batch.map((one) => one.hint));
        slots.give(count - runs.length);
        for (const run of runs) begin(run);
        for (const one of batch) one.resolve();
      } catch (error) {
        slots.give(count);
        for (const one of batch) one.reject(error);
      }
    }
    busy = false;
  }

  return {
    add: async (hints) => {
      await Promise.all(
        hints.map(
          (hint) =>
            new Promise<void>((resolve, reject) => {
              queue.push({ hint, resolve, reject });
              if (!busy) void drain();
            }),
        ),
      );
    },
  };
}
