import * as z from "zod";
import { may } from "#server/auth/rights.ts";
import { getRun } from "#server/monitor/get-run.ts";
import { procedure } from "../trpc.ts";

/** Steps, attempts and effects. A role without sight of payloads gets them masked. */
export const get = procedure
  .needs("flows.read")
  .input(z.strictObject({ runId: z.uuid() }))
  .query(({ ctx, input }) => getRun(ctx.orgId, input.runId, may(ctx.role, "payloads.read")));
