import * as z from "zod";
import { publishFlow } from "#server/flow/publish-flow.ts";
import { procedure } from "../trpc.ts";

export const publish = procedure
  .needs("flows.publish")
  .input(z.strictObject({ flowId: z.uuid(), note: z.string().max(500).default("") }))
  .mutation(({ ctx, input }) => publishFlow(ctx.actor, input.flowId, input.note));
