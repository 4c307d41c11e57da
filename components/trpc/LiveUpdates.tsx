"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useRef } from "react";
import { useTRPC } from "./client.ts";

/** At most four rounds of reading again per second, however much happens. */
const roundMs = 250;

/** Reads again what the server says has changed: one stream for the whole tab. */
export function LiveUpdates() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const waiting = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    timer.current = undefined;
    const topics = waiting.current;
    waiting.current = new Set();
    const all = topics.has("resync");
    const again = (filter: { queryKey: readonly unknown[] }) => void queries.invalidateQueries(filter);
    if (all || topics.has("flow")) again(trpc.flows.pathFilter());
    if (all || topics.has("run")) {
      again(trpc.runs.pathFilter());
      again(trpc.twins.pathFilter());
      again(trpc.flows.list.pathFilter());
    }
    if (all || topics.has("breaker") || topics.has("run")) again(trpc.breakers.pathFilter());
    if (all || topics.has("connection")) again(trpc.connections.pathFilter());
  }, [queries, trpc]);

  const opened = useRef(false);
  useSubscription(
    trpc.live.onChange.subscriptionOptions(undefined, {
      onData: ({ topic }) => {
        // the first "open" is the page's own load; a later one means that the line was down
        if (topic === "open" && !opened.current) {
          opened.current = true;
          return;
        }
        waiting.current.add(topic === "open" ? "resync" : topic);
        timer.current ??= setTimeout(flush, roundMs);
      },
    }),
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return null;
}
