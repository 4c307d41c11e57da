/** Durations and limits of starting, serving and stopping; those of the runtime are in server/settings.ts. */
export const platformSettings = {
  launch: {
    /** initdb on a slow disk, or recovery after a crash. */
    databaseReadyMs: 60_000,
    /** How long a start waits for another one that brings up the same database, or builds the same sources. */
    otherStartMs: 10 * 60_000,
    /** From the fork of web and worker to a /readyz that says yes. */
    readyMs: 120_000,
    readyPollMs: 50,
    /** More than the worker's drain: the end of patience for a child that hangs. */
    childStopMs: 30_000,
    parentPollMs: 500,
  },
  database: {
    preferredPort: 54_329,
    maxConnections: 200,
    pollMs: 50,
    pingMs: 2_000,
    /** After a polite shutdown request to a PostgreSQL that nobody owns any more. */
    orphanStopMs: 20_000,
  },
  web: {
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 60_000,
    /** Answers under way get this long at shutdown; open live updates are cut then. */
    drainMs: 5_000,
  },
  health: {
    /** One look at the database serves every probe that arrives within this time. */
    readinessTtlMs: 1_000,
    queryTimeoutMs: 2_000,
  },
};
