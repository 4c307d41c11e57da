"use client";
import { Handle, Position } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import type { NodeType, Port } from "#nodes/_core/flow/node-type.ts";
import { cx } from "../../ui/cx.ts";

/** 24 px to hit, 10 px to see. The error port is a diamond at the lower right; a branch has its two above each other. */
const handleClass =
  "group/port flex! size-6! items-center! justify-center! rounded-pill! border-0! bg-transparent! min-h-0! min-w-0!";

const ringClass =
  "pointer-events-none block size-2.5 border-2 border-line-strong bg-surface transition-[transform,border-color] group-hover/port:scale-125 group-hover/port:border-accent group-[.connectingto]/port:border-accent group-[.connectingto]/port:bg-accent group-[.connectingfrom]/port:border-accent group-[.clickconnecting]/port:scale-125 group-[.clickconnecting]/port:border-accent group-[.clickconnecting]/port:bg-accent";

/** Distance of a port from the card's upper edge. Fixed, so that edges are right before anything is measured. */
export function portTop(all: readonly Port[], port: Port): number {
  const data = all.filter((other) => other.kind === "data");
  const hasError = data.length < all.length;
  if (data.length === 1) return port.kind === "error" ? 60 : 36;
  // 24 px apart: none covers another's place to hit
  const first = hasError ? 14 : 24;
  return port.kind === "error" ? 62 : first + 24 * data.indexOf(port);
}

interface PortsProps {
  type: NodeType;
  readOnly: boolean;
  nodeLabel: string;
  /** Only a selected card's ports are stops of the Tab key. */
  selected: boolean;
}

/** Enter on a port does what a click does: two of them draw an edge without a mouse. */
const pressed = (event: KeyboardEvent<HTMLDivElement>): void => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.click();
};

export function Ports({ type, readOnly, nodeLabel, selected }: PortsProps) {
  const stop = { role: "button", tabIndex: selected && !readOnly ? 0 : -1, onKeyDown: pressed };
  const named = type.outputs.filter((port) => port.kind === "data").length > 1;
  return (
    <>
      {type.inputs.map((port) => (
        <Handle
          key={port.id}
          id={port.id}
          type="target"
          position={Position.Left}
          isConnectable={!readOnly}
          {...stop}
          aria-label={`Input of ${nodeLabel}`}
          data-port={`${port.id}`}
          className={handleClass}
          style={{ top: portTop(type.inputs, port) }}
        >
          <span className={cx(ringClass, "rounded-pill")} />
        </Handle>
      ))}
      {type.outputs.map((port) => (
        <Handle
          key={port.id}
          id={port.id}
          type="source"
          position={Position.Right}
          isConnectable={!readOnly}
          {...stop}
          aria-label={`${port.kind === "error" ? "Error output" : named ? `Output ${port.title}` : "Output"} of ${nodeLabel}`}
          data-port={`${port.id}`}
          className={handleClass}
          style={{ top: portTop(type.outputs, port) }}
        >
          <span
            className={cx(ringClass, port.kind === "error" ? "rotate-45 scale-80 border-bad/80" : "rounded-pill")}
          />
          {named && port.kind === "data" && (
            <span className="pointer-events-none absolute right-6 text-[11px] text-ink-3">{port.title}</span>
          )}
        </Handle>
      ))}
    </>
  );
}
