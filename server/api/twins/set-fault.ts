import * as z from "zod";
import { TwinFault } from "#nodes/_kit/twin/fault.ts";
import { setTwinFault } from "#server/twins/twin-faults.ts";
import { procedure } from "../trpc.ts";

/** Makes a sandbox fail on purpose from the next request on. */
export const setFault = procedure
  .needs("sandboxes.use")
  .input(z.strictObject({ vendor: z.string().max(100), fault: TwinFault.omit({ id: true }) }))
  .mutation(async ({ ctx, input }) => ({ id: await setTwinFault(ctx.orgId, input.vendor, input.fault) }));
