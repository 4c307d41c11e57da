import { Chip } from "../ui/Chip.tsx";
import { IconEdit, IconPause, IconRun } from "../ui/icons.ts";

/** Whether events run through a flow. */
export function FlowStateChip({ state, version }: { state: string; version: number | null }) {
  if (state === "live")
    return (
      <Chip tone="ok" icon={IconRun}>
        Live{version !== null && ` v${version}`}
      </Chip>
    );
  if (state === "paused")
    return (
      <Chip tone="warn" icon={IconPause}>
        Paused
      </Chip>
    );
  return <Chip icon={IconEdit}>Draft</Chip>;
}
