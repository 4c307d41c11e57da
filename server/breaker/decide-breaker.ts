import type { Settings } from "#server/settings.ts";

/**
 * One circuit breaker, pure. `closed` lets calls through and counts; `open` parks them until `openUntil`; then one
 * caller at a time may probe (`half_open`, with a lease, so that a dead prober cannot wedge it). Counts only failures
 * the vendor caused: connect, TLS, time-outs, 5xx, broken bodies. Never 4xx, 401, 403 or 429: one poison tenant or one
 * bad mapping must not open it for all.
 */
export interface BreakerRow {
  state: "closed" | "open" | "half_open";
  isolated: boolean;
  /** In a row. */
  failures: number;
  buckets: BreakerBucket[];
  /** Times it opened since it last stayed closed: the exponent of the next opening. */
  opens: number;
}

export interface BreakerBucket {
  /** Start of the bucket, ms. */
  at: number;
  calls: number;
  failed: number;
}

export interface BreakerReport {
  failures: number;
  successes: number;
  /** The report of the probe itself. */
  probe: boolean;
  retryAfterMs?: number;
}

export interface BreakerVerdict {
  row: BreakerRow;
  /** Set when it opens, in ms from now. */
  openForMs: number | null;
  closes: boolean;
}

export interface BreakerLimits {
  consecutiveFailures: number;
  nowMs: number;
  /** In [0, 1). */
  random: number;
}

export function decideBreaker(
  row: BreakerRow,
  report: BreakerReport,
  limits: BreakerLimits,
  rules: Settings["breaker"],
): BreakerVerdict {
  const buckets = count(row.buckets, report, limits.nowMs, rules);
  const failures = report.successes > 0 && report.failures === 0 ? 0 : row.failures + report.failures;
  const counted: BreakerRow = { ...row, failures, buckets };
  const stays: BreakerVerdict = { row: counted, openForMs: null, closes: false };

  if (row.isolated) return stays;
  if (report.probe) {
    if (report.failures > 0) return open(counted, report, limits, rules);
    return { row: { ...counted, state: "closed", failures: 0, buckets: [], opens: 0 }, openForMs: null, closes: true };
  }
  // Calls that began before it opened come back late: they change nothing.
  if (row.state !== "closed") return { row, openForMs: null, closes: false };
  const calls = buckets.reduce((sum, bucket) => sum + bucket.calls, 0);
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
  const tripped =
    failures >= limits.consecutiveFailures ||
    (calls >= rules.minimumCalls && failed / calls >= rules.failureShare && report.failures > 0);
  return tripped ? open(counted, report, limits, rules) : stays;
}

function open(
  row: BreakerRow,
  report: BreakerReport,
  limits: BreakerLimits,
  rules: Settings["breaker"],
): BreakerVerdict {
  const plain = Math.min(rules.openCapMs, rules.openMs * 2 ** row.opens);
  const jittered = plain * (1 + (limits.random * 2 - 1) * rules.jitterShare);
  return {
    row: { ...row, state: "open", opens: row.opens + 1 },
    openForMs: Math.round(Math.max(jittered, report.retryAfterMs ?? 0)),
    closes: false,
  };
}

function count(
  buckets: BreakerBucket[],
  report: BreakerReport,
  nowMs: number,
  rules: Settings["breaker"],
): BreakerBucket[] {
  const at = Math.floor(nowMs / rules.bucketMs) * rules.bucketMs;
  const kept = buckets.filter((bucket) => bucket.at > nowMs - rules.windowMs);
  const current = kept.find((bucket) => bucket.at === at) ?? { at, calls: 0, failed: 0 };
  const updated = {
    at,
    calls: current.calls + report.failures + report.successes,
    failed: current.failed + report.failures,
  };
  return [...kept.filter((bucket) => bucket.at !== at), updated];
}

/** When the n-th parked run (from 0) comes back after a close: 1, 2, 4, 8 … per step. */
export const slowStartDelayMs = (position: number, stepMs: number): number =>
  Math.floor(Math.log2(position + 1)) * stepMs;
