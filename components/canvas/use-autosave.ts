"use client";
import { useCallback, useEffect, useRef } from "react";
import { useTRPCClient } from "../trpc/client.ts";
import { codeOf } from "../trpc/query-client.ts";
import { startAutosave } from "./autosave.ts";
import type { OpenFlow } from "./CanvasScreen.tsx";
import { writeJournal } from "./journal.ts";
import { useCanvasStore } from "./use-canvas.ts";

const refusals = new Set(["BAD_REQUEST", "FORBIDDEN", "NOT_FOUND", "UNAUTHORIZED"]);

/** Saves the store's edits; takes over what others saved when nothing of one's own is on its way. */
export function useAutosave(latest: OpenFlow): { flush(): Promise<void> } {
  const store = useCanvasStore();
  const client = useTRPCClient();
  const running = useRef<ReturnType<typeof startAutosave> | null>(null);

  useEffect(() => {
    const { flowId } = store.getState();
    const autosave = startAutosave(store, {
      send: (request) => client.flows.saveDraft.mutate({ flowId, ...request }),
      isRefusal: (error) => refusals.has(codeOf(error) ?? ""),
      keep: (operations) => void writeJournal(flowId, operations),
    });
    running.current = autosave;
    const onHide = () => void autosave.flush();
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      void autosave.flush();
      autosave.stop();
    };
  }, [store, client]);

  useEffect(() => {
    const { rev, pending, save, meetTheirs } = store.getState();
    if (latest.rev > rev && pending.length === 0 && save.kind === "saved")
      meetTheirs({ document: latest.document, rev: latest.rev, operations: [], by: null });
  }, [latest.rev, latest.document, store]);

  const flush = useCallback(async () => running.current?.flush(), []);
  return { flush };
}
