/** Durations and limits of signing in. */
export const authSettings = {
  /** A session ends after this long without use, and at the latest after the second. */
  sessionIdleMs: 12 * 3_600_000,
  sessionMostMs: 14 * 24 * 3_600_000,
  /** How often use is written down. */
  sessionTouchMs: 5 * 60_000,
  /** Secrets, members, keys, export and delete ask for a sign-in that is no older. */
  freshMs: 10 * 60_000,
  linkMs: 15 * 60_000,
  setupMs: 7 * 24 * 3_600_000,
  invitationMs: 7 * 24 * 3_600_000,
  resetMs: 30 * 60_000,
  /** Sign-in attempts per address within the window. */
  attempts: 5,
  attemptWindowMs: 15 * 60_000,
  passwordLeast: 12,
  passwordMost: 128,
};
