"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { RunDetailView, RunView } from "../runs/run-view.ts";
import { toRunView } from "../runs/to-run-view.ts";
import { useRun } from "../runs/use-run.ts";
import { useTRPC, useTRPCClient } from "../trpc/client.ts";
import { useSession } from "../trpc/use-session.ts";
import { toast } from "../ui/Toasts.tsx";
import type { OpenFlow } from "./CanvasScreen.tsx";
import type { CanvasRun } from "./run-on-canvas.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";

export interface FlowRuns {
  list: RunView[];
  detail: RunDetailView | null;
  choose(runId: string): void;
  /** Starts a run of the live version with the trigger's sample. */
  start(): void;
  starting: boolean;
  canStart: boolean;
}

/** The runs of the open flow while the dock shows them; the newest is followed until another is chosen. */
export function useFlowRuns(latest: OpenFlow, watch: boolean): FlowRuns {
  const store = useCanvasStore();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const { may } = useSession();
  const dockOpen = useCanvas((state) => state.dockOpen);
  const [chosen, setChosen] = useState<string | null>(null);
  const runs = useQuery(
    trpc.runs.list.queryOptions(
      { flowId: latest.id, limit: 50 },
      // until the first run of a flow just tried is there, ask often: live updates tell of moves, not of arrivals
      {
        enabled: dockOpen,
        staleTime: 0,
        refetchInterval: (query) => (watch && (query.state.data?.runs.length ?? 0) === 0 ? 500 : 3_000),
      },
    ),
  );
  const list = useMemo(() => runs.data?.runs.map(toRunView) ?? [], [runs.data]);
  const shown = dockOpen ? (list.find((run) => run.id === chosen)?.id ?? chosen ?? list[0]?.id ?? null) : null;
  const { detail } = useRun(shown);

  useEffect(() => {
    store.getState().patch({ run: detail && dockOpen ? toCanvasRun(detail) : null });
  }, [detail, dockOpen, store]);

  const trigger = latest.liveDocument?.nodes.find(
    (node) =>
      !node.disabled &&
      store.getState().catalogue.nodeTypes.some((type) => type.type === node.type && type.kind === "trigger"),
  );
  const starting = useMutation({
    mutationFn: async (node: { id: string; type: string }) => {
      const [sample] = await client.samples.list.query({ type: node.type });
      if (!sample) throw new Error("This trigger has no sample to run with. Make something happen in the sandbox.");
      return await client.runs.startManual.mutate({ flowId: latest.id, nodeId: node.id, event: sample.body });
    },
    onSuccess: ({ runId }) => {
      setChosen(runId);
      store.getState().patch({ dockOpen: true });
      void queries.invalidateQueries(trpc.runs.pathFilter());
    },
    onError: (error) => toast.failed("The run did not start", error.message),
  });
  const { mutate } = starting;
  const start = useCallback(() => {
    if (trigger) mutate(trigger);
    else store.getState().patch({ announcement: "Publish the flow first: only a live version runs.", dockOpen: true });
  }, [trigger, mutate, store]);

  return {
    list,
    detail,
    choose: setChosen,
    start,
    starting: starting.isPending,
    canStart: may("runs.start") && latest.state === "live" && trigger !== undefined,
  };
}

function toCanvasRun(run: RunDetailView): CanvasRun {
  return {
    id: run.id,
    state: run.state,
    nodes: Object.fromEntries(
      run.steps.map((step) => [
        step.nodeId,
        {
          nodeId: step.nodeId,
          state: step.state,
          port: step.port,
          attempt: step.attempt,
          durationMs: step.startedAt && step.finishedAt ? step.finishedAt.getTime() - step.startedAt.getTime() : null,
          note: step.effect?.label ?? "",
          resumesAt: run.resumesAt,
        },
      ]),
    ),
  };
}
