import { Chip } from "../ui/Chip.tsx";
import { lookOf } from "./state-look.ts";

export function StateChip({ state, className }: { state: string; className?: string }) {
  const look = lookOf(state);
  return (
    <Chip tone={look.tone} icon={look.icon} turning={look.turning} className={className}>
      {look.word}
    </Chip>
  );
}
