import * as z from "zod";
import { renameFlow } from "#server/flow/rename-flow.ts";
import { procedure } from "../trpc.ts";

export const rename = procedure
  .needs("flows.edit")
  .input(z.strictObject({ flowId: z.uuid(), name: z.string().trim().min(1).max(120) }))
  .mutation(({ ctx, input }) => renameFlow(ctx.actor, input.flowId, input.name));
