"use client";
import { useEffect, useState } from "react";
import { cx } from "./cx.ts";

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cx("block animate-shimmer rounded-control bg-line/70", className)} />
);

/** Rows in their final height. Shown after 150 ms, so that a quick answer does not blink. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} className={cx("flex flex-col", !late && "invisible")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className="flex h-11 items-center gap-4 border-b px-4">
          <Skeleton className="size-7" />
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
