"use client";
import { useState } from "react";
import { Chip } from "../ui/Chip.tsx";
import { cx } from "../ui/cx.ts";
import { IconChevronDown, IconChevronRight, IconDone, IconWarning } from "../ui/icons.ts";
import { JsonTree } from "../ui/JsonTree.tsx";
import { Monogram } from "../ui/Monogram.tsx";
import { showDuration } from "./duration.ts";
import { effectSentence } from "./effect-sentence.ts";
import { FaultNote } from "./FaultNote.tsx";
import type { EffectView, RunDetailView, StepView } from "./run-view.ts";
import { StateChip } from "./StateChip.tsx";
import { Time } from "./Time.tsx";

interface TimelineProps {
  run: RunDetailView;
  /** The node that is selected elsewhere; canvas and timeline share one selection. */
  selected?: string;
  onSelect?(nodeId: string): void;
}

/** A run's nodes in the order in which they ran: how long each took, what went in, what came out, what it did. */
export function Timeline({ run, selected, onSelect }: TimelineProps) {
  const begin = Math.min(...run.steps.map((step) => step.startedAt?.getTime() ?? Number.POSITIVE_INFINITY));
  const end = Math.max(...run.steps.map((step) => (step.finishedAt ?? step.startedAt)?.getTime() ?? 0), begin + 1);
  return (
    <ol className="flex flex-col" aria-label="Steps">
      {run.steps.map((step) => (
        <TimelineStep
          key={step.nodeId}
          step={step}
          begin={begin}
          span={end - begin}
          selected={step.nodeId === selected}
          onSelect={onSelect}
        />
      ))}
      {run.waitsFor && (
        <li className="flex items-center gap-2 border-t px-4 py-2 text-ink-2">
          <StateChip state="waiting" />
          <span>{run.waitsFor}</span>
          {run.resumesAt && (
            <span className="figures text-ink-3">
              resumes <Time at={run.resumesAt} />
            </span>
          )}
        </li>
      )}
    </ol>
  );
}

interface TimelineStepProps {
  step: StepView;
  begin: number;
  span: number;
  selected: boolean;
  onSelect: ((nodeId: string) => void) | undefined;
}

function TimelineStep({ step, begin, span, selected, onSelect }: TimelineStepProps) {
  const [open, setOpen] = useState(step.state === "failed");
  const Arrow = open ? IconChevronDown : IconChevronRight;
  const duration = step.startedAt && step.finishedAt ? step.finishedAt.getTime() - step.startedAt.getTime() : null;
  return (
    <li className={cx("border-t first:border-t-0", selected && "bg-accent-soft/60")} data-step={step.nodeId}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          onSelect?.(step.nodeId);
        }}
        className="grid w-full grid-cols-[1rem_1.75rem_minmax(7rem,1.2fr)_auto_minmax(4rem,1fr)_4.5rem] items-center gap-3 px-4 py-2 text-left hover:bg-raised focus-visible:outline-offset-[-2px]"
      >
        <Arrow aria-hidden size={14} className="text-ink-3" />
        <Monogram name={step.connectorTitle} size={28} />
        <span className="min-w-0">
          <span className="block truncate font-medium">{step.label}</span>
          <span className="block truncate text-meta text-ink-3">{step.title}</span>
        </span>
        <StateChip state={step.state} />
        <Bar step={step} begin={begin} span={span} />
        <span className="figures text-right font-mono text-meta text-ink-2">
          {duration === null ? "" : showDuration(duration)}
        </span>
      </button>
      {step.effect && (
        <p className="pb-2 pl-[5.25rem]">
          <EffectChip effect={step.effect} />
        </p>
      )}
      {step.note && !open && <p className="pb-2 pl-[5.25rem] text-ink-2">{step.note}</p>}
      {open && <StepDetail step={step} />}
    </li>
  );
}

export function EffectChip({ effect }: { effect: EffectView }) {
  const good = ["done", "settled", "succeeded", "skipped"].includes(effect.state);
  return (
    <Chip tone={good ? "ok" : "warn"} icon={good ? IconDone : IconWarning}>
      {effectSentence(effect)}
      {effect.sends > 1 && ` · sent ${effect.sends} times`}
    </Chip>
  );
}

export function StepDetail({ step }: { step: StepView }) {
  return (
    <div className="flex flex-col gap-3 px-4 pb-4 pl-[5.25rem]">
      {step.fault && <FaultNote fault={step.fault} />}
      {step.note && <p className="text-ink-2">{step.note}</p>}
      {step.attempts.length > 0 && (
        <ol aria-label="Earlier attempts" className="flex flex-col gap-1">
          {step.attempts.map((attempt) => (
            <li key={`${attempt.number}-${attempt.startedAt.getTime()}`} className="figures flex gap-2 text-ink-2">
              <span className="shrink-0 text-ink-3">Attempt {attempt.number}</span>
              <span>
                {attempt.fault.message} {attempt.decision}
              </span>
            </li>
          ))}
        </ol>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        <Payload title="Input" value={step.input} />
        <Payload title="Output" value={step.output} />
      </div>
    </div>
  );
}

export function Payload({ title, value }: { title: string; value: unknown }) {
  return (
    <section className="min-w-0">
      <h4 className="mb-1 text-meta text-ink-3">{title}</h4>
      {value === null || value === undefined ? (
        <p className="text-ink-3">Nothing</p>
      ) : (
        <div className="overflow-x-auto rounded-tile border bg-canvas px-3 py-2">
          <JsonTree value={value} name={title} />
        </div>
      )}
    </section>
  );
}

/** Where the step lies in the run's time. */
function Bar({ step, begin, span }: { step: StepView; begin: number; span: number }) {
  if (!step.startedAt) return <span />;
  const left = ((step.startedAt.getTime() - begin) / span) * 100;
  const end = step.finishedAt?.getTime() ?? begin + span;
  const width = Math.max(1.5, ((end - step.startedAt.getTime()) / span) * 100);
  const tone = step.state === "failed" ? "bg-bad" : step.state === "done" ? "bg-ok" : "bg-info";
  return (
    <span aria-hidden className="relative hidden h-1.5 rounded-pill bg-line/60 sm:block">
      <span
        className={cx("absolute inset-y-0 rounded-pill", tone)}
        style={{ left: `${Math.min(98.5, left)}%`, width: `${Math.min(100 - Math.min(98.5, left), width)}%` }}
      />
    </span>
  );
}
