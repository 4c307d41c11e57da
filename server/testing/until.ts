import { setTimeout } from "node:timers/promises";

/** Waits for a condition, never for a time. Fails with what it waited for. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await setTimeout(20);
  }
}
