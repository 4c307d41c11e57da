"use client";
import { useState } from "react";
import { cx } from "./cx.ts";
import { IconChevronDown, IconChevronRight } from "./icons.ts";

interface JsonTreeProps {
  value: unknown;
  /** How deep it stands open at first. */
  open?: number;
  /** Where this value stands, for the buttons' names. */
  name?: string;
}

/** Longer lists show their beginning; the rest on demand, so that a large payload does not stop the page. */
const firstItems = 100;

/** A JSON value as a tree to read: keys, values, lengths. Numbers and texts look different, as they are. */
export function JsonTree({ value, open = 2, name }: JsonTreeProps) {
  if (typeof value !== "object" || value === null) return <Leaf value={value} />;
  return <Branch value={value} open={open} name={name} />;
}

function Branch({ value, open, name }: { value: object; open: number; name: string | undefined }) {
  const [shown, setShown] = useState(open > 0);
  const [all, setAll] = useState(false);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return <span className="font-mono text-meta text-ink-3">{isList ? "[ ]" : "{ }"}</span>;
  const Arrow = shown ? IconChevronDown : IconChevronRight;
  const count = `${entries.length} ${isList ? (entries.length === 1 ? "item" : "items") : entries.length === 1 ? "field" : "fields"}`;
  return (
    <div className="min-w-0 font-mono text-meta leading-[18px]">
      <button
        type="button"
        aria-expanded={shown}
        aria-label={`${name ?? "Value"}, ${count}`}
        onClick={() => setShown(!shown)}
        className="-ml-1 inline-flex items-center gap-0.5 rounded-[4px] px-0.5 text-ink-3 hover:text-ink"
      >
        <Arrow aria-hidden size={12} />
        {isList ? `[${entries.length}]` : `{${entries.length}}`}
      </button>
      {shown && (
        <dl className="ml-1 border-l pl-3">
          {(all ? entries : entries.slice(0, firstItems)).map(([key, member]) => {
            const nested = typeof member === "object" && member !== null;
            return (
              <div key={key} className={cx("min-w-0", !nested && "flex gap-2")}>
                <dt className="shrink-0 text-ink-2">{key}</dt>
                <dd className={cx("min-w-0", nested && "pl-2")}>
                  <JsonTree value={member} open={open - 1} name={key} />
                </dd>
              </div>
            );
          })}
          {!all && entries.length > firstItems && (
            <button type="button" onClick={() => setAll(true)} className="text-accent underline underline-offset-2">
              Show all {entries.length}
            </button>
          )}
        </dl>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string")
    return <span className="font-mono text-meta break-words whitespace-pre-wrap text-ok">{JSON.stringify(value)}</span>;
  if (value === null || value === undefined)
    return <span className="font-mono text-meta text-ink-3">{value === null ? "null" : "nothing"}</span>;
  return <span className="figures font-mono text-meta text-info">{String(value)}</span>;
}
