"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../trpc/client.ts";
import { isOver } from "./state-look.ts";
import { toRunDetail } from "./to-run-view.ts";

/** Where live updates do not get through, a run under way is asked for every few seconds. */
const pollMs = 3_000;

/** One run with its steps, followed while it is under way. */
export function useRun(runId: string | null) {
  const trpc = useTRPC();
  const run = useQuery(
    trpc.runs.get.queryOptions(
      { runId: runId ?? "" },
      {
        enabled: runId !== null,
        refetchInterval: (query) => (query.state.data && isOver(query.state.data.state) ? false : pollMs),
      },
    ),
  );
  const flowId = run.data?.flowId ?? "";
  const version = run.data?.version ?? 1;
  const graph = useQuery(
    trpc.flows.version.queryOptions(
      { flowId, version },
      { enabled: run.data !== undefined, staleTime: Number.POSITIVE_INFINITY, retry: false },
    ),
  );
  const catalogue = useQuery(trpc.catalogue.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const detail = useMemo(
    () =>
      run.data && (graph.data || graph.isError)
        ? toRunDetail(run.data, graph.data ?? null, catalogue.data ?? { nodeTypes: [] })
        : null,
    [run.data, graph.data, graph.isError, catalogue.data],
  );
  return { query: run, detail, document: graph.data ?? null, masked: run.data?.masked ?? false };
}
