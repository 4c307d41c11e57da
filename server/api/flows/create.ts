import * as z from "zod";
import { createFlow } from "#server/flow/create-flow.ts";
import { procedure } from "../trpc.ts";

export const create = procedure
  .needs("flows.edit")
  .input(z.strictObject({ name: z.string().trim().min(1).max(120) }))
  .mutation(({ ctx, input }) => createFlow(ctx.actor, { name: input.name }));
