import * as z from "zod";
import { FlowOperation } from "#nodes/_core/flow/operations.ts";
import { saveDraft as save } from "#server/flow/save-draft.ts";
import { procedure } from "../trpc.ts";

export const saveDraft = procedure
  .needs("flows.edit")
  .input(
    z.strictObject({
      flowId: z.uuid(),
      baseRev: z.number().int().min(0),
      operations: z.array(FlowOperation).min(1).max(5_000),
    }),
  )
  .mutation(({ ctx, input }) => save(ctx.actor, input));
