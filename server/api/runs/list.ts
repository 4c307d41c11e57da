import * as z from "zod";
import { listRuns } from "#server/monitor/list-runs.ts";
import { procedure } from "../trpc.ts";

/** Newest first; `before` is the last run of the page before. */
export const list = procedure
  .needs("flows.read")
  .input(
    z.strictObject({
      flowId: z.uuid().nullable().default(null),
      states: z.array(z.string().max(20)).max(20).default([]),
      search: z.string().trim().max(200).default(""),
      before: z.strictObject({ createdAt: z.date(), id: z.uuid() }).nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
  )
  .query(({ ctx, input }) => listRuns(ctx.orgId, input));
