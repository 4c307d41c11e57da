import * as z from "zod";
import { setFlowState } from "#server/flow/set-flow-state.ts";
import { procedure } from "../trpc.ts";

export const setState = procedure
  .needs("flows.operate")
  .input(z.strictObject({ flowId: z.uuid(), state: z.enum(["live", "paused"]) }))
  .mutation(({ ctx, input }) => setFlowState(ctx.actor, input.flowId, input.state));
