import { QueryClient } from "@tanstack/react-query";

/** A failed answer is asked for again only where waiting can help; a refusal stays a refusal. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && !isRefusal(error),
      },
    },
  });

const refusals = new Set(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "BAD_REQUEST", "CONFLICT", "PRECONDITION_FAILED"]);

function isRefusal(error: Error): boolean {
  const code = codeOf(error);
  return code !== null && refusals.has(code);
}

/** tRPC's word for what went wrong (`UNAUTHORIZED`), or null for anything else that was thrown. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("code" in data)) return null;
  return typeof data.code === "string" ? data.code : null;
}
