"use client";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { NodeType } from "#nodes/_core/flow/node-type.ts";
import { Select } from "../../ui/Select.tsx";
import { Field } from "../../ui/TextField.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

export function ConnectionField({ node, type }: { node: FlowNode; type: NodeType }) {
  const store = useCanvasStore();
  const connections = useCanvas((state) => state.connections);
  const readOnly = useCanvas((state) => state.readOnly);
  const wrong = useCanvas((state) =>
    state.problems.some(
      (problem) => problem.nodeId === node.id && problem.field === "connection" && problem.severity === "error",
    ),
  );
  const fitting = connections.filter((connection) => connection.connector === type.connector);
  return (
    <Field
      label="Connection"
      required
      hint={
        fitting.length === 0
          ? `There is no ${type.connectorTitle} connection yet. Make one under Connections.`
          : undefined
      }
    >
      {({ labelId }) => (
        <Select
          label="Connection"
          labelledBy={labelId}
          value={node.connection}
          invalid={wrong}
          disabled={readOnly || fitting.length === 0}
          placeholder={`Choose a ${type.connectorTitle} connection`}
          options={fitting.map((connection) => ({
            value: connection.id,
            label: connection.name,
            hint: connection.environment === "sandbox" ? "Sandbox: nothing real" : "Live",
          }))}
          onChange={(connection) =>
            store.getState().perform({ kind: "configure-node", nodeId: node.id, change: { connection } })
          }
        />
      )}
    </Field>
  );
}
