"use client";
import { cx } from "../ui/cx.ts";
import { IconCheck, IconFailed, IconWarning } from "../ui/icons.ts";
import { JsonTree } from "../ui/JsonTree.tsx";
import { Marked } from "../ui/Marked.tsx";
import type { TargetField } from "./field-paths.ts";
import type { PreviewAnswer } from "./mapping-door.ts";
import type { Preview } from "./use-preview.ts";

interface PreviewPaneProps {
  preview: Preview;
  /** The node that this mapping feeds, or null. */
  target: { label: string; fields: TargetField[] } | null;
  empty: boolean;
}

/** What the mapping gives on the chosen sample, and what the target says of it, field by field. */
export function PreviewPane({ preview, target, empty }: PreviewPaneProps) {
  const { answer, stale, failed } = preview;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto" aria-busy={stale}>
      <Verdict answer={answer} failed={failed} targetLabel={target?.label ?? null} empty={empty} />
      {answer?.kind === "value" && (
        <div className={cx("p-4 transition-opacity", stale && "opacity-60")} data-preview="">
          <JsonTree value={answer.value} open={4} name="Result" />
        </div>
      )}
      {target && (empty || answer === null) && <TargetList fields={target.fields} label={target.label} />}
    </div>
  );
}

interface VerdictProps {
  answer: PreviewAnswer | null;
  failed: string | null;
  targetLabel: string | null;
  empty: boolean;
}

function Verdict({ answer, failed, targetLabel, empty }: VerdictProps) {
  if (failed)
    return (
      <p role="alert" className="border-b bg-warn-soft px-4 py-2">
        The preview does not answer: {failed}
      </p>
    );
  if (empty || !answer) return null;
  if (answer.kind === "error")
    return (
      <p role="alert" className="flex items-start gap-2 border-b bg-bad-soft px-4 py-2">
        <IconFailed aria-hidden size={14} className="mt-1 shrink-0 text-bad" />
        <span>
          {answer.message} <span className="font-mono text-meta text-ink-2">{answer.code}</span>
        </span>
      </p>
    );
  if (answer.violations.length === 0)
    return (
      <p role="status" className="flex items-center gap-2 border-b bg-ok-soft px-4 py-2">
        <IconCheck aria-hidden size={14} className="shrink-0 text-ok" />
        {targetLabel
          ? `${targetLabel} would take this.`
          : "This works. Connect a target to check it against its fields."}
      </p>
    );
  return (
    <div role="status" className="border-b bg-warn-soft px-4 py-2">
      <p className="font-medium">
        {targetLabel} would refuse this: {answer.violations.length}{" "}
        {answer.violations.length === 1 ? "field" : "fields"}
      </p>
      <ul aria-label="Violations" className="mt-1 flex flex-col gap-1">
        {answer.violations.map((violation) => (
          <li key={violation.path + violation.message} className="flex items-start gap-2">
            <IconWarning aria-hidden size={14} className="mt-1 shrink-0 text-warn" />
            <span>
              <Marked text={violation.message} />{" "}
              <span className="font-mono text-meta text-ink-2">{violation.path}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Before anything is written: what the target takes. */
function TargetList({ fields, label }: { fields: TargetField[]; label: string }) {
  return (
    <section className="p-4">
      <h4 className="mb-2 text-ink-2">{label} takes these fields:</h4>
      <ul className="flex flex-col">
        {fields.map((field) => (
          <li
            key={field.path}
            style={{ paddingLeft: field.depth * 14 }}
            className="flex min-h-6 items-baseline gap-2 border-b last:border-b-0"
          >
            <span className="font-mono text-meta">{field.name}</span>
            <span className="truncate text-meta text-ink-3">{field.title}</span>
            <span className="ml-auto shrink-0 text-meta text-ink-3">
              {field.type}
              {field.required && <strong className="ml-1.5 font-medium text-warn">required</strong>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
