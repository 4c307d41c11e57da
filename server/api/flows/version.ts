import * as z from "zod";
import { getVersion } from "#server/flow/versions.ts";
import { procedure } from "../trpc.ts";

/** The graph of one version: a run is shown on the one it was made with. */
export const version = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid(), version: z.number().int().min(1) }))
  .query(({ ctx, input }) => getVersion(ctx.orgId, input.flowId, input.version));
