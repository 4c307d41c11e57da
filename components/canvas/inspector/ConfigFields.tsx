"use client";
import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { OptionListsProvider } from "../../forms/option-lists.ts";
import { SchemaForm } from "../../forms/SchemaForm.tsx";
import { unmarked } from "../../ui/Marked.tsx";
import { useOptionDoor } from "../option-door.ts";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

/** The settings that a node's type asks for, as a form from its schema. */
export function ConfigFields({ node, type }: { node: FlowNode; type: NodeType }) {
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  const load = useOptionDoor();
  const { connection } = node;
  const lists = useMemo(
    () => (connection === null || !load ? null : { scope: connection, load: (list: string) => load(connection, list) }),
    [connection, load],
  );
  const errors = useCanvas(
    useShallow((state) =>
      Object.fromEntries(
        state.problems.flatMap((problem) =>
          problem.nodeId === node.id && problem.field?.startsWith("config.")
            ? [[problem.field.slice("config.".length).split(/[.[]/)[0] ?? "", unmarked(problem.message)]]
            : [],
        ),
      ),
    ),
  );
  return (
    <OptionListsProvider value={lists}>
      <SchemaForm
        schema={type.configSchema}
        value={node.config}
        errors={errors}
        disabled={readOnly}
        onChange={(key, value) =>
          store.getState().perform({
            kind: "configure-node",
            nodeId: node.id,
            change: {
              config: value === undefined ? { set: {}, unset: [key] } : { set: { [key]: value }, unset: [] },
            },
          })
        }
      />
    </OptionListsProvider>
  );
}
