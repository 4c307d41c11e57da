"use client";
import Link from "next/link";
import { Page, Sheet } from "../shell/Page.tsx";
import { faultOf } from "../trpc/fault-of.ts";
import { FailedState } from "../ui/FailedState.tsx";
import { IconForward } from "../ui/icons.ts";
import { SkeletonRows } from "../ui/Skeleton.tsx";
import { showDuration } from "./duration.ts";
import { FaultNote } from "./FaultNote.tsx";
import type { RunDetailView } from "./run-view.ts";
import { StateChip } from "./StateChip.tsx";
import { Time } from "./Time.tsx";
import { EffectChip, Payload, Timeline } from "./Timeline.tsx";
import { useRun } from "./use-run.ts";

export function RunScreen({ runId }: { runId: string }) {
  const { query, detail, masked } = useRun(runId);
  if (query.isError && !query.data) {
    const { message, fix } = faultOf(query.error);
    return (
      <Page title="Run">
        <FailedState
          title="This run could not be loaded"
          message={message}
          fix={fix}
          onRetry={() => void query.refetch()}
        />
      </Page>
    );
  }
  if (!detail)
    return (
      <Page title="Run">
        <Sheet>
          <SkeletonRows rows={5} />
        </Sheet>
      </Page>
    );
  return (
    <Page
      title={
        <span className="flex flex-wrap items-center gap-3">
          {detail.businessKey || "Run"}
          <StateChip state={detail.state} />
        </span>
      }
      lead={
        <>
          <Link href={`/flows/${detail.flowId}`} className="text-accent underline-offset-2 hover:underline">
            {detail.flowName}
          </Link>{" "}
          v{detail.version} · <Time at={detail.createdAt} />
          {detail.finishedAt && ` · took ${showDuration(detail.finishedAt.getTime() - detail.createdAt.getTime())}`}
        </>
      }
      actions={
        detail.environment === "sandbox" && (
          <span className="rounded-[4px] border border-dashed border-warn px-1.5 text-[11px] font-medium tracking-wide text-warn">
            SANDBOX
          </span>
        )
      }
    >
      {detail.fault && !detail.resumesAt && <FaultNote fault={detail.fault} />}
      <Effects run={detail} />
      {masked && (
        <p className="rounded-tile border px-3 py-2 text-ink-2">
          Your role does not show what flowed through the steps.
        </p>
      )}
      <Sheet>
        <Timeline run={detail} />
      </Sheet>
      {detail.event !== null && (
        <Sheet className="p-4">
          <Payload title="Event" value={detail.event} />
        </Sheet>
      )}
    </Page>
  );
}

/** What this run changed at vendors, before how it did so. */
function Effects({ run }: { run: RunDetailView }) {
  const effects = run.steps.flatMap((step) => (step.effect ? [{ step, effect: step.effect }] : []));
  if (effects.length === 0) return null;
  return (
    <ul aria-label="Effects" className="flex flex-wrap items-center gap-2">
      {effects.map(({ step, effect }) => (
        <li key={step.nodeId} className="flex items-center gap-1.5">
          <EffectChip effect={effect} />
          {run.environment === "sandbox" && (
            <Link
              href={`/sandboxes/${effect.operation.split("/")[0]}`}
              className="inline-flex items-center gap-0.5 text-meta text-accent underline-offset-2 hover:underline"
            >
              See it in the sandbox
              <IconForward aria-hidden size={12} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
