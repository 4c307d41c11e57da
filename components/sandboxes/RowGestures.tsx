"use client";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { IconMore } from "../ui/icons.ts";
import { Menu } from "../ui/Menu.tsx";
import { GestureDialog } from "./GestureDialog.tsx";
import { type Gesture, type GestureRecord, useGesture } from "./use-gesture.ts";

/** The first gesture of a table as a button on each row, the others behind it. */
export function RowGestures({
  vendor,
  gestures,
  record,
}: {
  vendor: string;
  gestures: Gesture[];
  record: GestureRecord;
}) {
  const hand = useGesture(vendor, record);
  const [first, ...others] = gestures;
  if (!first) return null;
  return (
    <span className="flex items-center justify-end gap-1">
      <Button
        size="compact"
        busy={hand.busy && !hand.asking}
        aria-label={`${first.title} ${record.id}`}
        onClick={() => hand.begin(first)}
      >
        {first.title}
      </Button>
      {others.length > 0 && (
        <Menu
          trigger={<IconButton label={`More for ${record.id}`} icon={IconMore} size="compact" />}
          entries={others.map((gesture) => ({ label: gesture.title, onSelect: () => hand.begin(gesture) }))}
        />
      )}
      <GestureDialog hand={hand} />
    </span>
  );
}
