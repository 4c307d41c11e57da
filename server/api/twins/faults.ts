import * as z from "zod";
import { listTwinFaults } from "#server/twins/twin-faults.ts";
import { procedure } from "../trpc.ts";

export const faults = procedure
  .needs("flows.read")
  .input(z.strictObject({ vendor: z.string().max(100) }))
  .query(({ ctx, input }) => listTwinFaults(ctx.orgId, input.vendor));
