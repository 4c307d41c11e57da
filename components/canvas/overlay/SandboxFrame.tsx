"use client";
import { useCanvas } from "../use-canvas.ts";

/** Says that a flow works on nothing real. A live flow has no mark; one that mixes both is a problem of its own. */
export function SandboxFrame() {
  const sandbox = useCanvas((state) => {
    const used = new Set(state.document.nodes.map((node) => node.connection));
    const connections = state.connections.filter((connection) => used.has(connection.id));
    return connections.length > 0 && connections.every((connection) => connection.environment === "sandbox");
  });
  if (!sandbox) return null;
  return (
    <div className="pointer-events-none absolute inset-0 border-2 border-dashed border-warn/60">
      <p className="absolute top-2 left-3 rounded-[4px] border border-dashed border-warn bg-surface px-1.5 text-[11px] leading-5 font-medium tracking-wide text-warn">
        SANDBOX
      </p>
    </div>
  );
}
