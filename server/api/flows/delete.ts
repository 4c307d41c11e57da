import * as z from "zod";
import { deleteFlow } from "#server/flow/delete-flow.ts";
import { procedure } from "../trpc.ts";

export const remove = procedure
  .needs("flows.delete")
  .input(z.strictObject({ flowId: z.uuid() }))
  .mutation(({ ctx, input }) => deleteFlow(ctx.actor, input.flowId));
