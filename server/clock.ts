/**
 * Time as the server sees it. Rooms take `now` as a parameter where they decide; shells read it here, so that a test can
 * move it. SQL has its own clock, `mr_now()`: only that one decides leases, breakers and limits.
 */
export interface Clock {
  /** Wall-clock time, for people and vendors. It can jump. */
  now(): Date;
  /** Milliseconds since some fixed moment; never steps back. For timeouts and durations. */
  monotonicMs(): number;
}

const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

// Next's bundle and natively run files hold separate copies of this module; both must show the same time.
const registry: { [key: symbol]: Clock | undefined } = globalThis;
const key = Symbol.for("millrace.clock");

export const clock: Clock = {
  now: () => (registry[key] ?? systemClock).now(),
  monotonicMs: () => (registry[key] ?? systemClock).monotonicMs(),
};

/** For tests: everything in this process reads `fake` until the returned function is called. */
export function replaceClock(fake: Clock): () => void {
  registry[key] = fake;
  return () => {
    registry[key] = undefined;
  };
}
