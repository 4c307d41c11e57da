import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

/** A ledger: hairlines, 44 px rows, figures under one another. Wider than its place, it scrolls by itself. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto outline-offset-[-2px]">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="h-8 border-b bg-raised text-meta text-ink-3">{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export const Th = ({ className, ...rest }: ComponentProps<"th">) => (
  <th scope="col" className={cx("px-2.5 font-medium whitespace-nowrap first:pl-4 last:pr-4", className)} {...rest} />
);

export const Tr = ({ className, ...rest }: ComponentProps<"tr">) => (
  <tr className={cx("h-11 border-b transition-colors last:border-b-0 hover:bg-raised", className)} {...rest} />
);

export const Td = ({ className, ...rest }: ComponentProps<"td">) => (
  <td className={cx("figures px-2.5 py-1.5 first:pl-4 last:pr-4", className)} {...rest} />
);
