/** What an answer's headers say about the vendor's own counting of our requests. */
export interface QuotaReading {
  /** Id of the QuotaGroup. */
  group: string;
  /** Requests left in the running window. */
  remaining: number;
}

/** A header as a count; undefined when it is absent or no number: a vendor's slip must never stop a connection. */
export function countHeader(headers: Record<string, string>, name: string): number | undefined {
  const text = headers[name]?.trim();
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
