/** Durations of egress and oauth beside those that the runtime shares (server/settings.ts). */
export const egressSettings = {
  /** How long a process works with what it read of a connection: its state, account and access token. */
  connectionCacheMs: 3_000,
  /** One call to a token endpoint; a refresh makes at most two of them within its lease. */
  tokenTimeoutMs: 10_000,
  /** Between two looks at a refresh that another process has under way. */
  refreshPollMs: 50,
};
