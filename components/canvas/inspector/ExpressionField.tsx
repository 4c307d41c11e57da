"use client";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import type { NodeChange } from "#nodes/_core/flow/operations.ts";
import { TextArea } from "../../ui/TextField.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

interface ExpressionFieldProps {
  node: FlowNode;
  label: string;
  hint: string;
  value: string;
  required?: boolean;
  toChange(text: string): NodeChange;
}

/** A short JSONata text in the panel. Longer ones have the mapping's editor. */
export function ExpressionField({ node, label, hint, value, required, toChange }: ExpressionFieldProps) {
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  return (
    <TextArea
      label={label}
      hint={hint}
      required={required}
      aside="JSONata"
      rows={Math.min(6, Math.max(2, value.split("\n").length))}
      className="font-mono text-meta leading-[18px]"
      spellCheck={false}
      maxLength={4_000}
      value={value}
      disabled={readOnly}
      onChange={(event) =>
        store.getState().perform({ kind: "configure-node", nodeId: node.id, change: toChange(event.target.value) })
      }
    />
  );
}
