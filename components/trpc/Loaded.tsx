"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FailedState } from "../ui/FailedState.tsx";
import { SkeletonRows } from "../ui/Skeleton.tsx";
import { faultOf } from "./fault-of.ts";

interface LoadedProps<T> {
  query: UseQueryResult<T, unknown>;
  /** "The flows could not be loaded". */
  failure: string;
  loading?: ReactNode;
  children(data: T): ReactNode;
}

/** The three states of everything that comes from the server. What was read once stays while it is read again. */
export function Loaded<T>({ query, failure, loading, children }: LoadedProps<T>) {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <Stale at={query.dataUpdatedAt} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  if (query.isError) {
    const { message, fix } = faultOf(query.error);
    return <FailedState title={failure} message={message} fix={fix} onRetry={() => void query.refetch()} />;
  }
  return loading ?? <SkeletonRows />;
}

function Stale({ at, onRetry }: { at: number; onRetry(): void }) {
  return (
    <p role="status" className="flex items-center gap-2 border-b bg-warn-soft px-4 py-1.5">
      <span className="flex-1">The server does not answer. This is from {new Date(at).toLocaleTimeString()}.</span>
      <button type="button" onClick={onRetry} className="font-medium underline underline-offset-2">
        Retry
      </button>
    </p>
  );
}
