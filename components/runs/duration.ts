/** `38 ms`, `1.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function showDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `just now`, `12 s ago`, `in 28 s`, `3 min ago`; the exact moment belongs into a title. */
export function showRelative(when: Date, now: Date): string {
  const ms = when.getTime() - now.getTime();
  const distance = Math.abs(ms);
  if (distance < 2_000) return ms > 0 ? "now" : "just now";
  const words =
    distance < 60_000
      ? `${Math.round(distance / 1_000)} s`
      : distance < 3_600_000
        ? `${Math.round(distance / 60_000)} min`
        : distance < 86_400_000
          ? `${Math.round(distance / 3_600_000)} h`
          : `${Math.round(distance / 86_400_000)} d`;
  return ms > 0 ? `in ${words}` : `${words} ago`;
}
