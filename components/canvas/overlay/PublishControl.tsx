"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "../../trpc/client.ts";
import { unmarked } from "../../ui/Marked.tsx";
import { toast } from "../../ui/Toasts.tsx";
import type { OpenFlow } from "../CanvasScreen.tsx";
import { useCanvasStore } from "../use-canvas.ts";
import { PublishDialog } from "./PublishDialog.tsx";

/** Publishes what is saved: edits on their way are waited for first. */
export function PublishControl({ latest, flush }: { latest: OpenFlow; flush(): Promise<void> }) {
  const store = useCanvasStore();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const publish = async (note: string): Promise<void> => {
    await flush();
    const { save, flowId } = store.getState();
    if (save.kind !== "saved") throw new Error("Not everything is saved yet. Solve that first, then publish.");
    const answer = await client.flows.publish.mutate({ flowId, note });
    if (answer.kind === "refused") {
      store.getState().patch({ problems: answer.problems });
      throw new Error(unmarked(answer.problems[0]?.message ?? "The flow is not complete."));
    }
    if (answer.kind === "changed")
      throw new Error("Somebody saved in this moment. Look at the canvas, then publish again.");
    void queries.invalidateQueries(trpc.flows.pathFilter());
    store.getState().patch({ dockOpen: true });
    toast.done(`Version ${answer.version} is live`);
  };
  return <PublishDialog version={(latest.liveVersion ?? 0) + 1} onPublish={publish} />;
}
