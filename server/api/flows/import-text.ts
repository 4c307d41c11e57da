import * as z from "zod";
import { importText as importFlow } from "#server/flow/import-text.ts";
import { procedure } from "../trpc.ts";

export const importText = procedure
  .needs("flows.edit")
  .input(z.strictObject({ text: z.string().min(1).max(5_000_000) }))
  .mutation(({ ctx, input }) => importFlow(ctx.actor, input.text));
