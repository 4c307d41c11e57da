"use client";
import { useMemo, useState } from "react";
import { cx } from "../ui/cx.ts";
import { IconSearch } from "../ui/icons.ts";
import { type FieldPath, fieldPaths } from "./field-paths.ts";
import type { MappingSample } from "./mapping-door.ts";

/** The sample's fields with their values. A click puts the path where the caret is. */
export function SourceTree({ sample, onPick }: { sample: MappingSample | null; onPick(path: string): void }) {
  const [text, setText] = useState("");
  const groups = useMemo(() => (sample ? sourceGroups(sample) : []), [sample]);
  const wanted = text.trim().toLowerCase();
  const fits = (field: FieldPath): boolean =>
    wanted === "" || field.path.toLowerCase().includes(wanted) || field.example.toLowerCase().includes(wanted);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <label className="flex items-center gap-2 border-b px-3">
        <IconSearch aria-hidden size={14} className="text-ink-3" />
        <span className="sr-only">Search the source fields</span>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="Search fields and values"
          className="h-9 w-full bg-transparent outline-none placeholder:text-ink-3"
        />
      </label>
      <div className="min-h-0 flex-1 overflow-auto py-1">
        {groups.map((group) => {
          const shown = group.fields.filter(fits);
          if (shown.length === 0) return null;
          return (
            <section key={group.title} aria-label={group.title}>
              <h4 className="px-3 pt-2 pb-1 text-meta text-ink-3">{group.title}</h4>
              <ul>
                {shown.slice(0, 400).map((field) => (
                  <li key={field.path}>
                    <button
                      type="button"
                      title={`Insert ${field.path}`}
                      onClick={() => onPick(field.path)}
                      style={{ paddingLeft: 12 + (wanted === "" ? field.depth * 14 : 0) }}
                      className="flex min-h-7 w-full items-baseline gap-2 pr-3 text-left hover:bg-accent-soft focus-visible:outline-offset-[-2px]"
                    >
                      <span className={cx("shrink-0 font-mono text-meta", field.type === "group" && "text-ink-2")}>
                        {wanted === "" ? field.name : field.path}
                      </span>
                      <span className="figures ml-auto truncate text-meta text-ink-3">{field.example}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {!sample && (
          <p className="p-4 text-ink-2">No sample yet. Connect this node to a trigger, or run the flow once.</p>
        )}
      </div>
    </div>
  );
}

export function sourceGroups(sample: MappingSample): { title: string; fields: FieldPath[] }[] {
  return [
    { title: "Input", fields: fieldPaths(sample.input) },
    { title: "Event · $event", fields: fieldPaths(sample.event, "$event") },
    ...Object.entries(sample.steps).map(([nodeId, output]) => ({
      title: `Step ${nodeId} · $steps.${nodeId}`,
      fields: fieldPaths(output, `$steps.${nodeId}`),
    })),
  ].filter((group) => group.fields.length > 0);
}
