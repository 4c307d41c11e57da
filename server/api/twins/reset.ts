import * as z from "zod";
import { resetTwin } from "#server/twins/reset-twin.ts";
import { procedure } from "../trpc.ts";

export const reset = procedure
  .needs("sandboxes.use")
  .input(z.strictObject({ vendor: z.string().max(100) }))
  .mutation(({ ctx, input }) => resetTwin(ctx.orgId, input.vendor));
