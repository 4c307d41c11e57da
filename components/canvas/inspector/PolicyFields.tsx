"use client";
import type { FlowNode, NodePolicy } from "#nodes/_core/flow/flow.ts";
import { TextField } from "../../ui/TextField.tsx";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

const fields: { key: keyof NodePolicy; label: string; hint: string; factor: number; min: number; max: number }[] = [
  { key: "timeoutMs", label: "Time-out, seconds", hint: "1 to 120", factor: 1_000, min: 1, max: 120 },
  { key: "maxAttempts", label: "Attempts", hint: "1 to 50", factor: 1, min: 1, max: 50 },
  { key: "breakerFailures", label: "Failures until it pauses", hint: "1 to 100", factor: 1, min: 1, max: 100 },
];

/** How this node meets a failing vendor. Empty fields follow the installation's settings. */
export function PolicyFields({ node }: { node: FlowNode }) {
  const store = useCanvasStore();
  const readOnly = useCanvas((state) => state.readOnly);
  return (
    <details className="rounded-tile border">
      <summary className="cursor-pointer px-3 py-2 font-medium">When the vendor fails</summary>
      <div className="flex flex-col gap-3 border-t p-3">
        <p className="text-ink-2">Empty means: as the installation is set.</p>
        {fields.map(({ key, label, hint, factor, min, max }) => {
          const value = node.policy?.[key];
          return (
            <TextField
              key={key}
              label={label}
              hint={hint}
              inputMode="numeric"
              className="figures w-28!"
              disabled={readOnly}
              defaultValue={value === undefined ? "" : String(value / factor)}
              onBlur={(event) => {
                const typed = event.target.value.trim();
                const number = Number(typed);
                const { [key]: _old, ...rest } = node.policy ?? {};
                const fits = typed !== "" && Number.isInteger(number) && number >= min && number <= max;
                const policy = fits ? { ...rest, [key]: number * factor } : rest;
                if (!fits) event.target.value = "";
                const empty = Object.keys(policy).length === 0;
                if (JSON.stringify(policy) !== JSON.stringify(node.policy ?? {}))
                  store
                    .getState()
                    .perform({ kind: "configure-node", nodeId: node.id, change: { policy: empty ? null : policy } });
              }}
            />
          );
        })}
      </div>
    </details>
  );
}
