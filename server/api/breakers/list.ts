import * as z from "zod";
import { listBreakers } from "#server/monitor/breakers.ts";
import { procedure } from "../trpc.ts";

export const list = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid().nullable().default(null) }))
  .query(({ ctx, input }) => listBreakers(ctx.orgId, input.flowId));
