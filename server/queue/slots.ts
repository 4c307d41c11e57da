/** How many runs of a class one worker holds at a time. */
export interface Slots {
  /** Waits for a free slot, then takes as many as there are, up to `most`. */
  take(most: number): Promise<number>;
  /** Takes what is free right now, up to `most`; 0 when nothing is, or somebody waits. */
  takeFree(most: number): number;
  give(count: number): void;
  /** Resolves when nothing is taken. */
  idle(): Promise<void>;
}

export function createSlots(size: number): Slots {
  let free = size;
  const waiting: { most: number; resolve(count: number): void }[] = [];
  let idlers: (() => void)[] = [];

  function serve(): void {
    while (free > 0 && waiting.length > 0) {
      const next = waiting.shift();
      if (!next) return;
      const count = Math.min(free, next.most);
      free -= count;
      next.resolve(count);
    }
    if (free === size) {
      for (const done of idlers) done();
      idlers = [];
    }
  }

  return {
    take: (most) =>
      new Promise((resolve) => {
        waiting.push({ most: Math.max(1, most), resolve });
        serve();
      }),
    takeFree: (most) => {
      if (waiting.length > 0) return 0;
      const count = Math.max(0, Math.min(free, most));
      free -= count;
      return count;
    },
    give: (count) => {
      free += count;
      serve();
    },
    idle: () => (free === size ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}
