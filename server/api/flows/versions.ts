import * as z from "zod";
import { listVersions } from "#server/flow/versions.ts";
import { procedure } from "../trpc.ts";

export const versions = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid() }))
  .query(({ ctx, input }) => listVersions(ctx.orgId, input.flowId));
