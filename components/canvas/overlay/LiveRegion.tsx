"use client";
import { useEffect, useState } from "react";
import { useCanvas, useCanvasStore } from "../use-canvas.ts";

/** Says what happened: to screen readers always, to everybody for a few seconds. */
export function LiveRegion() {
  const store = useCanvasStore();
  const announcement = useCanvas((state) => state.announcement);
  const [shown, setShown] = useState("");
  useEffect(() => {
    if (announcement === "") return;
    setShown(announcement);
    const timer = setTimeout(() => {
      setShown("");
      store.getState().patch({ announcement: "" });
    }, 3_500);
    return () => clearTimeout(timer);
  }, [announcement, store]);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none absolute inset-x-0 bottom-4 z-10 flex justify-center"
    >
      {shown && <p className="popup rounded-pill! px-3 py-1.5 text-meta">{shown}</p>}
    </div>
  );
}
