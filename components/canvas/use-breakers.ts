"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { useSession } from "../trpc/use-session.ts";
import { toast } from "../ui/Toasts.tsx";
import type { NodeBreaker } from "./run-on-canvas.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";

type Breaker = ApiOutputs["breakers"]["list"][number];

/** Puts open breakers on their nodes, and gives the hand that resets one. A connection's own is shown on all its nodes. */
export function useBreakers(): { reset: ((breaker: NodeBreaker) => void) | null } {
  const store = useCanvasStore();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { may } = useSession();
  const flowId = useCanvas((state) => state.flowId);
  const document = useCanvas((state) => state.document);
  const catalogue = useCanvas((state) => state.catalogue);
  const list = useQuery(trpc.breakers.list.queryOptions({ flowId }, { refetchInterval: 5_000, staleTime: 0 }));
  const { mutate } = useMutation(
    trpc.breakers.reset.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.breakers.pathFilter()),
      onError: (error) => toast.failed("The node is still paused", error.message),
    }),
  );

  useEffect(() => {
    const open = (list.data ?? []).filter((breaker) => breaker.state !== "closed");
    const shown: Record<string, NodeBreaker> = {};
    for (const node of document.nodes) {
      // a trigger sends nothing, so nothing of it is paused
      if (findNodeType(catalogue, node.type)?.kind === "trigger") continue;
      const holding = [
        ...open.filter((breaker) => breaker.flowId === flowId && breaker.nodeId === node.id),
        ...open.filter((breaker) => breaker.nodeId === null && breaker.connectionId === node.connection),
      ];
      const [found] = holding;
      if (!found || found.state === "closed") continue;
      const keys = holding.map((breaker) => breaker.key);
      const vendor = catalogue.nodeTypes.find((type) => type.connector === found.connector)?.connectorTitle;
      shown[node.id] = toNodeBreaker(found, found.state, node.id, keys, vendor ?? found.connectionName);
    }
    if (JSON.stringify(shown) !== JSON.stringify(store.getState().breakers))
      store.getState().patch({ breakers: shown });
  }, [list.data, document.nodes, catalogue, flowId, store]);

  const reset = useCallback(
    (breaker: NodeBreaker) => {
      for (const key of breaker.keys) mutate({ key });
    },
    [mutate],
  );
  return { reset: may("runs.operate") ? reset : null };
}

const toNodeBreaker = (
  breaker: Breaker,
  state: NodeBreaker["state"],
  nodeId: string,
  keys: string[],
  vendor: string,
): NodeBreaker => ({
  keys,
  nodeId,
  state,
  vendor,
  probeAt: breaker.probeAt,
  reason: breaker.fault?.message ?? "",
});
