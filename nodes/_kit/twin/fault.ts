import * as z from "zod";
import type { TwinRoute } from "./twin.ts";

/** What goes wrong. `before`: nothing was changed. `after`: the change is made and kept, only the answer is wrong. */
export const TwinStrike = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    when: z.enum(["before", "after"]),
    retryAfterSeconds: z.number().int().min(0).optional(),
  }),
  /** The connection is cut. After the effect this is the lost answer that exactly-once is about. */
  z.strictObject({ kind: z.literal("reset"), when: z.enum(["before", "after"]) }),
  z.strictObject({ kind: z.literal("slow"), delayMs: z.number().int().min(0).max(120_000) }),
  /** A success whose body breaks off in the middle. */
  z.strictObject({ kind: z.literal("broken-answer") }),
  /** Webhooks that this request causes are sent this many times. */
  z.strictObject({ kind: z.literal("duplicate-delivery"), copies: z.number().int().min(2).max(10) }),
]);
export type TwinStrike = z.infer<typeof TwinStrike>;

/** A fault that waits for its requests. Set by a person or a test; the host keeps and spends it. */
export const TwinFault = z.strictObject({
  id: z.string(),
  /** Which requests it strikes. Absent parts match any. */
  match: z.strictObject({
    method: z.string().optional(),
    /** Path of the route as it is written in the definition: `/api.xro/2.0/Invoices`. */
    path: z.string().optional(),
    /** Only routes that change something, or only those that do not. */
    mutates: z.boolean().optional(),
  }),
  strike: TwinStrike,
  /** How many more requests it strikes; null for all until it is taken away. */
  remaining: z.number().int().min(0).nullable(),
});
export type TwinFault = z.infer<typeof TwinFault>;

/** The first fault that waits for this route, or null. */
export const selectFault = (faults: readonly TwinFault[], route: TwinRoute): TwinFault | null =>
  faults.find(({ match, remaining }) => remaining !== 0 && matches(match, route)) ?? null;

/** The list after `fault` has struck once; a spent one is gone. */
export function spendFault(faults: readonly TwinFault[], fault: TwinFault): TwinFault[] {
  return faults.flatMap((other) => {
    if (other.id !== fault.id || other.remaining === null) return [other];
    return other.remaining > 1 ? [{ ...other, remaining: other.remaining - 1 }] : [];
  });
}

export interface FaultPlan {
  /** Whether the request takes effect. */
  runs: boolean;
  /** Status that replaces the real answer. */
  status: number | null;
  retryAfterSeconds: number | null;
  /** Cut the connection instead of answering. */
  hangUp: boolean;
  /** Send only the first half of the body. */
  truncate: boolean;
  delayMs: number;
  deliveryCopies: number;
}

const noFault: FaultPlan = {
  runs: true,
  status: null,
  retryAfterSeconds: null,
  hangUp: false,
  truncate: false,
  delayMs: 0,
  deliveryCopies: 1,
};

/** What a strike means for one request: data for whoever serves it. */
export function planFault(fault: TwinFault | null): FaultPlan {
  if (!fault) return noFault;
  const { strike } = fault;
  switch (strike.kind) {
    case "status":
      return {
        ...noFault,
        runs: strike.when === "after",
        status: strike.status,
        retryAfterSeconds: strike.retryAfterSeconds ?? null,
      };
    case "reset":
      return { ...noFault, runs: strike.when === "after", hangUp: true };
    case "slow":
      return { ...noFault, delayMs: strike.delayMs };
    case "broken-answer":
      return { ...noFault, truncate: true };
    case "duplicate-delivery":
      return { ...noFault, deliveryCopies: strike.copies };
  }
}

const matches = ({ method, path, mutates }: TwinFault["match"], route: TwinRoute): boolean =>
  (method === undefined || method === route.method) &&
  (path === undefined || path === route.path) &&
  (mutates === undefined || mutates === route.mutates);
