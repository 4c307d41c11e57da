"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Json } from "#nodes/_core/json.ts";
import type { RunDetailView, RunView } from "../runs/run-view.ts";
import { toRunView } from "../runs/to-run-view.ts";
import { useRun } from "../runs/use-run.ts";
import { useTRPC } from "../trpc/client.ts";
import { useSession } from "../trpc/use-session.ts";
import type { OpenFlow } from "./CanvasScreen.tsx";
import type { CanvasRun } from "./run-on-canvas.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";

export interface FlowRuns {
  list: RunView[];
  detail: RunDetailView | null;
  choose(runId: string): void;
  /** Opens the question what to run with. */
  ask(): void;
  /** Starts a run of the live version with this event. */
  start(event: Json): void;
  starting: boolean;
  /** Why the last one did not start. */
  refused: string | null;
  /** Events that fit the trigger. */
  samples: { id: string; name: string; body: Json }[];
  canStart: boolean;
}

/** The runs of the open flow while the dock shows them; the newest is followed until another is chosen. */
export function useFlowRuns(latest: OpenFlow, watch: boolean): FlowRuns {
  const store = useCanvasStore();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { may } = useSession();
  const dockOpen = useCanvas((state) => state.dockOpen);
  const [chosen, setChosen] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
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
  const samples = useQuery(
    trpc.samples.list.queryOptions(
      { type: trigger?.type ?? "" },
      { enabled: trigger !== undefined && may("flows.edit") },
    ),
  );
  const { mutate, isPending } = useMutation(
    trpc.runs.startManual.mutationOptions({
      onSuccess: ({ runId }) => {
        setChosen(runId);
        store.getState().patch({ dockOpen: true, dialog: null });
        void queries.invalidateQueries(trpc.runs.pathFilter());
      },
      onError: (error) => setRefused(error.message),
    }),
  );
  const start = (event: Json) => {
    setRefused(null);
    if (trigger) mutate({ flowId: latest.id, nodeId: trigger.id, event });
  };
  const canStart = may("runs.start") && latest.state === "live" && trigger !== undefined;
  const ask = useCallback(() => {
    setRefused(null);
    store
      .getState()
      .patch(canStart ? { dialog: "run" } : { announcement: "Publish the flow first: only a live version runs." });
  }, [canStart, store]);

  return {
    list,
    detail,
    choose: setChosen,
    ask,
    start,
    starting: isPending,
    refused,
    canStart,
    samples: samples.data ?? [],
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
