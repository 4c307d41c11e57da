"use client";
import { ReactFlowProvider } from "@xyflow/react";
import { useState } from "react";
import type { Catalogue } from "#nodes/_core/flow/node-type.ts";
import type { FlowOperation } from "#nodes/_core/flow/operations.ts";
import type { ApiOutputs } from "../trpc/client.ts";
import { CanvasBoard } from "./CanvasBoard.tsx";
import type { OpenFlow } from "./CanvasScreen.tsx";
import { createCanvasStore } from "./canvas-store.ts";
import { CanvasProvider } from "./use-canvas.ts";

interface CanvasEditorProps {
  /** As it was when it was opened: what the store begins with. */
  flow: OpenFlow;
  /** As the server has it now. */
  latest: OpenFlow;
  catalogue: Catalogue;
  connections: ApiOutputs["connections"]["list"]["connections"];
  journal: FlowOperation[];
  readOnly: boolean;
  watch: boolean;
}

/** One open flow has one store; it ends with the page. */
export function CanvasEditor({ flow, latest, catalogue, connections, journal, readOnly, watch }: CanvasEditorProps) {
  const [store] = useState(() => {
    const created = createCanvasStore({
      flowId: flow.id,
      document: flow.document,
      rev: flow.rev,
      catalogue,
      connections,
      readOnly,
      journal,
    });
    if (watch) created.getState().patch({ dockOpen: true });
    return created;
  });
  return (
    <CanvasProvider value={store}>
      <ReactFlowProvider>
        <CanvasBoard latest={latest} watch={watch} />
      </ReactFlowProvider>
    </CanvasProvider>
  );
}
