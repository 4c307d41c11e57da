"use client";
import { Button } from "../ui/Button.tsx";
import { GestureDialog } from "./GestureDialog.tsx";
import { type Gesture, type GestureRecord, useGesture } from "./use-gesture.ts";

interface GestureButtonProps {
  vendor: string;
  gesture: Gesture;
  /** The row it is done to; absent for gestures that stand above the tables. */
  record?: GestureRecord;
}

/** What a person would do on the vendor's own screen. At once where nothing is asked, else after a small form. */
export function GestureButton({ vendor, gesture, record }: GestureButtonProps) {
  const hand = useGesture(vendor, record);
  return (
    <>
      <Button
        size={record ? "compact" : "normal"}
        busy={hand.busy && !hand.asking}
        aria-label={record ? `${gesture.title} ${record.id}` : undefined}
        onClick={() => hand.begin(gesture)}
      >
        {gesture.title}
      </Button>
      <GestureDialog hand={hand} />
    </>
  );
}
