import * as z from "zod";
import { clearTwinFaults } from "#server/twins/twin-faults.ts";
import { procedure } from "../trpc.ts";

export const clearFaults = procedure
  .needs("sandboxes.use")
  .input(z.strictObject({ vendor: z.string().max(100), id: z.uuid().nullable().default(null) }))
  .mutation(({ ctx, input }) => clearTwinFaults(ctx.orgId, input.vendor, input.id));
