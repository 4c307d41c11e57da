/** Durations of the twins' host. */
export const twinSettings = {
  bodyLimitBytes: 5 * 1024 * 1024,
  bodyDeadlineMs: 10_000,
  /** How often due deliveries are looked for when no request has just queued one. */
  deliveryTickMs: 1_000,
  /** Deliveries sent at once. */
  deliveryBatch: 50,
  deliveryTimeoutMs: 10_000,
  /** First pause after a failed delivery; doubles up to the cap. */
  deliveryRetryMs: 500,
  deliveryRetryCapMs: 60_000,
  /** Records of one twin; beyond it the twin answers 507, so that a sandbox can't fill the disk. */
  mostRecords: 500_000,
  mostLogEntries: 500_000,
  /** Requests to a twin between two looks at its size. */
  lookAtSizeEvery: 5_000,
};
