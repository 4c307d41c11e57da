"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo } from "react";
import { checkFlow } from "#nodes/_core/flow/check-flow.ts";
import { useTRPC, useTRPCClient } from "../trpc/client.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";

/**
 * What stands in the way of publishing, after every edit. The graph is checked here at once; whether expressions parse,
 * only the reference engine knows, so its verdict is taken from the server's check of the same revision.
 */
export function useProblems(): void {
  const store = useCanvasStore();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const document = useDeferredValue(useCanvas((state) => state.document));
  const catalogue = useCanvas((state) => state.catalogue);
  const connections = useCanvas((state) => state.connections);
  const flowId = useCanvas((state) => state.flowId);
  const rev = useCanvas((state) => state.rev);
  const isSaved = useCanvas((state) => state.pending.length === 0);

  const checked = useQuery({
    queryKey: [...trpc.flows.check.queryKey({ flowId }), rev],
    queryFn: () => client.flows.check.query({ flowId }),
    enabled: isSaved,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const ours = useMemo(
    () => checkFlow(document, { catalogue, connections, checkExpression: () => null }),
    [document, catalogue, connections],
  );
  const theirs = isSaved && checked.data?.rev === rev ? checked.data.problems : null;
  useEffect(() => {
    store.getState().patch({ problems: theirs ?? ours });
  }, [store, ours, theirs]);
}
