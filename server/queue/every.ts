import type { Logger } from "#server/logger.ts";

/** Runs `work` again and again, `ms` after it ended, until stopped. A failure is logged and tried again next time. */
export function every(ms: number, work: () => Promise<void>, log: Logger): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const turn = (): void => {
    running = work()
      .catch((error: unknown) => {
        log.warn({ error }, "a periodic task failed and will be tried again");
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, ms);
      });
  };
  timer = setTimeout(turn, 0);
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
