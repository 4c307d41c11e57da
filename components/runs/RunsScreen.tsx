"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Page, Sheet } from "../shell/Page.tsx";
import { useTRPC, useTRPCClient } from "../trpc/client.ts";
import { faultOf } from "../trpc/fault-of.ts";
import { Button, buttonClass } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { FailedState } from "../ui/FailedState.tsx";
import { IconSearch } from "../ui/icons.ts";
import { Select } from "../ui/Select.tsx";
import { SkeletonRows } from "../ui/Skeleton.tsx";
import { RunsTable } from "./RunsTable.tsx";
import { toRunView } from "./to-run-view.ts";

const states: Record<string, { title: string; states: string[] }> = {
  "": { title: "All runs", states: [] },
  running: { title: "Under way", states: ["ready", "leased"] },
  waiting: { title: "Waiting", states: ["parked"] },
  failed: { title: "Failed or in doubt", states: ["dead", "in_doubt"] },
  done: { title: "Done", states: ["done"] },
};

interface RunsScreenProps {
  state: string;
  flowId: string;
  search: string;
}

/** Filters stand in the address, so that a filtered list can be sent to somebody. */
export function RunsScreen({ state, flowId, search }: RunsScreenProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const filter = { flowId: flowId || null, states: states[state]?.states ?? [], search };
  const runs = useInfiniteQuery({
    queryKey: [...trpc.runs.list.queryKey(), "pages", filter],
    queryFn: ({ pageParam }) => client.runs.list.query({ ...filter, before: pageParam, limit: 50 }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => {
      const last = page.runs.at(-1);
      return page.more && last ? { createdAt: last.createdAt, id: last.id } : undefined;
    },
    refetchInterval: 10_000,
  });
  const filtered = state !== "" || flowId !== "" || search !== "";
  const go = (next: Partial<RunsScreenProps>) => {
    const wanted = { state, flow: next.flowId ?? flowId, search, ...next };
    const query = new URLSearchParams();
    for (const key of ["state", "flow", "search"] as const) if (wanted[key]) query.set(key, wanted[key]);
    router.replace(`/runs${query.size > 0 ? `?${query}` : ""}`);
  };
  const list = runs.data?.pages.flatMap((page) => page.runs.map(toRunView)) ?? [];

  return (
    <Page title="Runs" lead="What happened to every accepted event.">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox value={search} onChange={(text) => go({ search: text })} />
        <Select
          label="State"
          value={state}
          options={Object.entries(states).map(([value, { title }]) => ({ value, label: title }))}
          onChange={(value) => go({ state: value })}
          className="w-44!"
        />
        <Select
          label="Flow"
          value={flowId}
          options={[
            { value: "", label: "All flows" },
            ...(flows.data ?? []).map((flow) => ({ value: flow.id, label: flow.name })),
          ]}
          onChange={(value) => go({ flowId: value })}
          className="w-64!"
        />
      </div>
      <Sheet>
        {runs.isPending ? (
          <SkeletonRows />
        ) : runs.isError && list.length === 0 ? (
          <FailedState
            title="The runs could not be loaded"
            message={faultOf(runs.error).message}
            fix={faultOf(runs.error).fix}
            onRetry={() => void runs.refetch()}
          />
        ) : list.length === 0 ? (
          <NoRuns filtered={filtered} onClear={() => router.replace("/runs")} />
        ) : (
          <RunsTable runs={list} />
        )}
      </Sheet>
      {runs.hasNextPage && (
        <Button className="self-center" busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Show older runs
        </Button>
      )}
    </Page>
  );
}

/** The key of the last run of the page before. */
type Cursor = { createdAt: Date; id: string } | null;
const firstPage = (): Cursor => null;

function NoRuns({ filtered, onClear }: { filtered: boolean; onClear(): void }) {
  if (filtered)
    return (
      <EmptyState title="No run fits these filters" actions={<Button onClick={onClear}>Clear filters</Button>}>
        Others may be there.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nothing has run yet"
      actions={
        <Link href="/templates" className={buttonClass("plain")}>
          Try a template with sandboxes
        </Link>
      }
    >
      A run begins when a live flow's trigger hears of something.
    </EmptyState>
  );
}

const typingPauseMs = 350;

function SearchBox({ value, onChange }: { value: string; onChange(text: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <label className="flex h-8 w-72 max-w-full items-center gap-2 rounded-control border bg-surface px-2 focus-within:border-accent">
      <IconSearch aria-hidden size={14} className="text-ink-3" />
      <span className="sr-only">Search runs by what they are about</span>
      <input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Deal, invoice, number"
        className="w-full bg-transparent outline-none placeholder:text-ink-3"
      />
    </label>
  );
}
