/**
 * Every duration, count and limit of the runtime, in one object. Product code reads it at the moment of use; tests
 * shorten it (a worker process under test by a preloaded module). Milliseconds unless a name says otherwise.
 */
export const settings = {
  ingest: {
    bodyLimitBytes: 10 * 1024 * 1024,
    bodyDeadlineMs: 10_000,
    groupWaitMs: 3,
    groupMax: 200,
    dedupeKeepDays: 30,
  },
  run: {
    leaseMs: 30_000,
    heartbeatMs: 10_000,
    /** How long a wake hint may take before the janitor gives another. */
    hintGraceMs: 5_000,
    janitorMs: 5_000,
    /** Claims without a settlement before a run is quarantined. */
    crashesBeforeQuarantine: 3,
  },
  worker: {
    concurrency: { realtime: 64, standard: 128, batch: 16 },
    pollMs: { realtime: 200, standard: 1_000, batch: 2_000 },
    drainMs: 25_000,
    /** Before a lane that lost its database tries again. */
    restartMs: 1_000,
    groupMax: 200,
    groupWaitMs: 5,
  },
  call: {
    timeoutMs: 20_000,
    /** A lease must outlast the request's time-out by this before a mutating call. */
    leaseMarginMs: 5_000,
    /** A call is aborted this long before its lease ends. */
    leaseEndMarginMs: 2_000,
    connectMs: 5_000,
    responseLimitBytes: 10 * 1024 * 1024,
  },
  retry: {
    baseMs: 1_000,
    capMs: 15 * 60_000,
    maxAttempts: 12,
    maxAgeMs: 3 * 24 * 3_600_000,
    realtime: { baseMs: 200, maxAgeMs: 120_000 },
  },
  breaker: {
    consecutiveFailures: 5,
    windowMs: 60_000,
    bucketMs: 10_000,
    minimumCalls: 10,
    failureShare: 0.5,
    openMs: 30_000,
    openCapMs: 15 * 60_000,
    jitterShare: 0.2,
    cacheMs: 1_000,
    /** A run that finds a probe under way looks again after this. */
    recheckMs: 2_000,
    /** On close, parked runs come back 1, 2, 4, 8 … per this long. */
    slowStartMs: 1_000,
    /** A run that waited this long for its vendor becomes a dead letter. */
    expireMs: 7 * 24 * 3_600_000,
  },
  ledger: {
    /** A run that meets its effect in another run's hands looks again after this. */
    busyMs: 1_000,
    /** Native keys are trusted for this share of their life. */
    keyAgeShare: 0.8,
    /** Sends of one effect, all answered 5xx, after which a vendor that replays errors is asked another way. */
    replayedErrorSends: 6,
  },
  evaluate: {
    children: 2,
    deadlineMs: 1_000,
    realtimeDeadlineMs: 200,
    textLimitBytes: 64 * 1024,
    outputLimitBytes: 1024 * 1024,
    heapMb: 96,
  },
  poll: { leaseMs: 60_000, tickMs: 1_000, most: 20 },
  oauth: { refreshBeforeMs: 120_000, refreshLeaseMs: 30_000, stateTtlMs: 600_000 },
};

export type Settings = typeof settings;
