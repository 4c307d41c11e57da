import { Button } from "./Button.tsx";
import { IconAlert, IconRetry } from "./icons.ts";

interface FailedStateProps {
  /** What did not work, where. */
  title: string;
  message: string;
  /** What to do. */
  fix?: string;
  onRetry?(): void;
}

export function FailedState({ title, message, fix, onRetry }: FailedStateProps) {
  return (
    <div role="alert" className="m-4 flex items-start gap-3 rounded-panel border border-bad/40 bg-bad-soft p-4">
      <IconAlert aria-hidden size={18} className="mt-0.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <h2 className="font-bold">{title}</h2>
        <p className="text-ink-2">{message}</p>
        {fix && <p className="mt-1">{fix}</p>}
      </div>
      {onRetry && (
        <Button icon={IconRetry} onClick={onRetry}>
          Retry
        </Button>
      )}
    </div>
  );
}
