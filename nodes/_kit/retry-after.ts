const minMs = 1_000;
const maxMs = 3_600_000;

/**
 * Milliseconds to wait by a `Retry-After` header, between one second and one hour; undefined without a usable one. A date
 * is judged against the answer's own Date header: the vendor's clock wrote both, ours may be wrong.
 */
export function retryAfterMs(headers: Record<string, string>): number | undefined {
  const text = headers["retry-after"]?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return clamp(Number(text) * 1_000);
  const until = Date.parse(text);
  const now = Date.parse(headers.date ?? "");
  // Without the vendor's clock a date says nothing certain; the caller's own pause applies.
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : clamp(until - now);
}

const clamp = (ms: number): number => Math.min(maxMs, Math.max(minMs, Math.round(ms)));
