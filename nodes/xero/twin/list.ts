/** Parts that every list of records shares: changes since a time, words to look for, pages. */

/** Records changed at or after the header's time; all without one. */
export function changedSince<T extends { UpdatedMs: number }>(records: T[], header: string | undefined): T[] {
  const since =
    header === undefined ? Number.NaN : Date.parse(/(Z|GMT|[+-]\d\d:?\d\d)$/.test(header) ? header : `${header}Z`);
  return Number.isNaN(since) ? records : records.filter(({ UpdatedMs }) => UpdatedMs >= since);
}

export const idsIn = (text: string | null): Set<string> | null =>
  text === null || text === "" ? null : new Set(text.split(",").map((id) => id.trim().toLowerCase()));

export interface Page<T> {
  records: T[];
  /** Absent where no page was asked for. */
  pagination?: { page: number; pageSize: number; pageCount: number; itemCount: number };
}

const defaultPageSize = 100;
const maxPageSize = 1_000;

export function pageOf<T>(records: T[], query: URLSearchParams): Page<T> {
  const asked = query.get("page");
  if (asked === null) return { records };
  const page = Math.max(1, Number(asked) || 1);
  const pageSize = Math.min(maxPageSize, Math.max(1, Number(query.get("pageSize")) || defaultPageSize));
  const start = (page - 1) * pageSize;
  return {
    records: records.slice(start, start + pageSize),
    pagination: { page, pageSize, pageCount: Math.ceil(records.length / pageSize), itemCount: records.length },
  };
}

/**
 * The part of Xero's `where` that the twin plays: `Field=="text"` and `Field==guid("…")`, joined by AND or &&. Null for
 * anything else.
 */
export function parseWhere(where: string): { field: string; value: string }[] | null {
  const conditions: { field: string; value: string }[] = [];
  for (const part of where.split(/\s+AND\s+|\s*&&\s*/i)) {
    const match = /^\s*([A-Za-z.]+)\s*==\s*(?:guid\("([^"]*)"\)|"((?:[^"\\]|\\.)*)")\s*$/i.exec(part);
    if (!match) return null;
    conditions.push({ field: match[1] ?? "", value: match[2] ?? (match[3] ?? "").replace(/\\(.)/g, "$1") });
  }
  return conditions;
}
