/**
 * Runs `stop` at the first SIGTERM or SIGINT and exits with 0 after it; a second signal exits at once. The launcher sends
 * SIGTERM; SIGINT arrives only when a process is started by hand.
 */
export function onStopSignal(stop: (signal: string) => Promise<void>): void {
  let stopping = false;
  const handle = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
}
