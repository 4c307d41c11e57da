import * as z from "zod";
import { resetBreaker } from "#server/monitor/breakers.ts";
import { procedure } from "../trpc.ts";

export const reset = procedure
  .needs("runs.operate")
  .input(z.strictObject({ key: z.string().max(300) }))
  .mutation(({ ctx, input }) => resetBreaker(ctx.actor, input.key));
