import { Marked } from "../ui/Marked.tsx";
import type { FaultView } from "./run-view.ts";

/** What went wrong, and what to do; the raw detail folded. */
export function FaultNote({ fault }: { fault: FaultView }) {
  const hasDetail = Object.keys(fault.detail).length > 0;
  return (
    <div className="rounded-tile border border-bad/40 bg-bad-soft px-3 py-2">
      <p>
        <Marked text={fault.message} />
      </p>
      {fault.fix && (
        <p className="text-ink-2">
          <Marked text={fault.fix} />
        </p>
      )}
      {hasDetail && (
        <details className="mt-1">
          <summary className="cursor-pointer text-meta text-ink-2">Detail</summary>
          <pre className="mt-1 overflow-auto whitespace-pre-wrap text-meta">
            {JSON.stringify(fault.detail, null, 2)}
          </pre>
        </details>
      )}
    </div>
  );
}
