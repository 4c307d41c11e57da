/** Of an OAuth app, per account. */
export const limit = 110;
export const windowMs = 10_000;

/** OAuth apps get no daily pair. */
export const quotaHeaders = (remaining: number): Record<string, string> => ({
  "x-hubspot-ratelimit-max": String(limit),
  "x-hubspot-ratelimit-remaining": String(remaining),
  "x-hubspot-ratelimit-interval-milliseconds": String(windowMs),
});
