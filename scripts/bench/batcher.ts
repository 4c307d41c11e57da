/** Concurrent writes share one statement: one batch in flight, the next gathers meanwhile. */
export function createBatcher<T>(max: number, write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let queue: { item: T; resolve(): void; reject(error: unknown): void }[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, max);
      queue = queue.slice(max);
      try {
        await write(batch.map(({ item }) => item));
        for (const one of batch) one.resolve();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    busy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // those that arrive in the same turn of the event loop travel together
      if (!busy) {
        busy = true;
        setImmediate(() => void drain());
      }
    });
}
