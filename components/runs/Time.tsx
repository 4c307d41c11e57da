"use client";
import { useSyncExternalStore } from "react";
import { showRelative } from "./duration.ts";

// One clock for all relative times of a page: a second's tick, and only while somebody looks.
let current = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    current = Date.now();
    for (const notify of listeners) notify();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function nowMs(): number {
  if (current === 0 || listeners.size === 0) current = Date.now();
  return current;
}

/** Milliseconds since 1970, ticking every second; 0 while the server renders. */
export const useNow = (): number => useSyncExternalStore(subscribe, nowMs, () => 0);

/** A moment in words; the exact one on hover, in the reader's own region format. */
export function Time({ at, className }: { at: Date; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()} className={className} suppressHydrationWarning>
      {now === 0 ? at.toISOString().slice(0, 16).replace("T", " ") : showRelative(at, new Date(now))}
    </time>
  );
}
