"use client";
import { useState } from "react";
import { IconChevronDown, IconChevronRight } from "./icons.ts";

interface JsonTreeProps {
  value: unknown;
  /** How deep it stands open at first. */
  open?: number;
  /** What the whole is called, for screen readers. */
  name?: string;
}

/** Longer lists show their beginning; the rest on demand, so that a large payload does not stop the page. */
const firstItems = 100;

/** A JSON value as a tree to read: keys, values, lengths. Numbers and texts look different, as they are. */
export function JsonTree({ value, open = 2, name = "Value" }: JsonTreeProps) {
  if (typeof value !== "object" || value === null) return <Leaf value={value} />;
  return <Branch value={value} open={open} label={null} name={name} />;
}

interface BranchProps {
  value: object;
  open: number;
  /** Its key in the value above; null for the whole. */
  label: string | null;
  name: string;
}

function Branch({ value, open, label, name }: BranchProps) {
  const [shown, setShown] = useState(open > 0);
  const [all, setAll] = useState(false);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const size = isList ? `[${entries.length}]` : `{${entries.length}}`;
  const Arrow = shown ? IconChevronDown : IconChevronRight;
  return (
    <div className="min-w-0 font-mono text-meta leading-[18px]">
      <button
        type="button"
        aria-expanded={shown}
        aria-label={`${label ?? name}, ${entries.length} ${isList ? "items" : "fields"}`}
        onClick={() => setShown(!shown)}
        className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-[4px] pr-1 text-ink-2 hover:text-ink"
      >
        <Arrow aria-hidden size={12} className="text-ink-3" />
        {label !== null && <span>{label}</span>}
        <span className="text-ink-3">{size}</span>
      </button>
      {shown && (
        <ul className="ml-1 border-l pl-3">
          {(all ? entries : entries.slice(0, firstItems)).map(([key, member]) => (
            <li key={key} className="min-w-0">
              {typeof member === "object" && member !== null ? (
                <Branch value={member} open={open - 1} label={key} name={name} />
              ) : (
                <span className="flex gap-2">
                  <span className="shrink-0 text-ink-2">{key}</span>
                  <Leaf value={member} />
                </span>
              )}
            </li>
          ))}
          {!all && entries.length > firstItems && (
            <li>
              <button type="button" onClick={() => setAll(true)} className="text-accent underline underline-offset-2">
                Show all {entries.length}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string")
    return (
      <span className="min-w-0 font-mono text-meta break-words whitespace-pre-wrap text-ok">
        {JSON.stringify(value)}
      </span>
    );
  if (value === null || value === undefined)
    return <span className="font-mono text-meta text-ink-3">{value === null ? "null" : "nothing"}</span>;
  return <span className="figures font-mono text-meta text-info">{String(value)}</span>;
}
