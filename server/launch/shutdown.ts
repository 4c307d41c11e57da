import { platformSettings } from "#server/launch/platform-settings.ts";

export interface Shutdown {
  readonly begun: boolean;
  /** Adds a step; the one added last runs first. */
  add(step: () => Promise<void>): void;
  /** Runs the steps, then exits. Only the first call counts. */
  begin(exitCode: number): Promise<void>;
}

/** What was started is stopped in the opposite order, each step after the one before: web, worker, database. */
export function shutdownOnSignal(): Shutdown {
  const steps: (() => Promise<void>)[] = [];
  let begun = false;
  const shutdown: Shutdown = {
    get begun() {
      return begun;
    },
    add: (step) => steps.unshift(step),
    begin: async (exitCode) => {
      if (begun) return;
      begun = true;
      for (const step of steps) await step().catch((error: unknown) => console.error(error));
      if (exitCode === 0) console.log("Millrace has stopped.");
      process.exit(exitCode);
    },
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // asked twice: children and PostgreSQL's watchdog notice that we are gone and stop by themselves
      if (begun) process.exit(1);
      if (signal === "SIGINT") process.stdout.write("\n");
      void shutdown.begin(0);
    });
  }
  process.on("uncaughtException", (error) => {
    console.error(error);
    void shutdown.begin(1);
  });
  stopWithNpm(shutdown);
  return shutdown;
}

/** npm runs us under a shell that dies of SIGTERM without telling us. Started by hand, a parent may come and go. */
function stopWithNpm(shutdown: Shutdown): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void shutdown.begin(0);
  }, platformSettings.launch.parentPollMs).unref();
}
