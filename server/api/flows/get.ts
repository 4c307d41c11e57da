import * as z from "zod";
import { getFlow } from "#server/flow/get-flow.ts";
import { procedure } from "../trpc.ts";

export const get = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid() }))
  .query(({ ctx, input }) => getFlow(ctx.orgId, input.flowId));
