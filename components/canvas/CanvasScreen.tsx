"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { type ApiOutputs, useTRPC } from "../trpc/client.ts";
import { faultOf } from "../trpc/fault-of.ts";
import { useSession } from "../trpc/use-session.ts";
import { FailedState } from "../ui/FailedState.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { CanvasEditor } from "./CanvasEditor.tsx";
import { readJournal } from "./journal.ts";

export type OpenFlow = ApiOutputs["flows"]["get"];

/**
 * Opens a flow: document, catalogue, connections, rights and the edits of an earlier visit. The editor starts when all
 * are there, so that an empty canvas can never be saved over a flow that was only not loaded yet.
 */
export function CanvasScreen({ flowId, watch }: { flowId: string; watch: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { me, may } = useSession();
  const flow = useQuery(trpc.flows.get.queryOptions({ flowId }));
  const catalogue = useQuery(trpc.catalogue.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const connections = useQuery(trpc.connections.list.queryOptions());
  const [journal, setJournal] = useState<FlowOperation[] | null>(null);
  // what an earlier visit left in the cache may be older than what this one must build on
  const [opened, setOpened] = useState<OpenFlow | null>(null);

  useEffect(() => {
    void readJournal(flowId).then(setJournal);
    void queries.invalidateQueries(trpc.flows.get.queryFilter({ flowId }));
  }, [flowId, queries, trpc]);
  useEffect(() => {
    if (flow.data && !flow.isFetching && !opened) setOpened(flow.data);
  }, [flow.data, flow.isFetching, opened]);

  const failed = [flow, catalogue, connections].find((query) => query.isError && query.data === undefined);
  if (failed) {
    const { message, fix } = faultOf(failed.error);
    return (
      <main className="mx-auto max-w-2xl py-12">
        <FailedState
          title="This flow could not be opened"
          message={message}
          fix={fix}
          onRetry={() => void failed.refetch()}
        />
      </main>
    );
  }
  if (!opened || !catalogue.data || !connections.data || !me || journal === null) return <Opening />;
  return (
    <CanvasEditor
      flow={opened}
      latest={flow.data ?? opened}
      catalogue={catalogue.data}
      connections={connections.data.connections}
      journal={journal}
      readOnly={!may("flows.edit")}
      watch={watch}
    />
  );
}

/** The frame first, then tile outlines where cards will be. */
function Opening() {
  return (
    <div role="status" aria-label="Opening the flow" className="flex h-full flex-col">
      <div className="flex h-12 items-center gap-3 border-b bg-surface px-4">
        <Skeleton className="h-4 w-48" />
        <Skeleton className="ml-auto h-8 w-20" />
        <Skeleton className="h-8 w-24" />
      </div>
      <div className="flex flex-1 items-center justify-center gap-24">
        <Skeleton className="h-[72px] w-64 rounded-panel!" />
        <Skeleton className="h-[72px] w-64 rounded-panel!" />
      </div>
    </div>
  );
}
