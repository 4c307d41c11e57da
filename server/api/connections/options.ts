import * as z from "zod";
import { listOptions } from "#server/connections/list-options.ts";
import { procedure } from "../trpc.ts";

/** A list of the vendor's (accounts, tax rates) for forms; `anew` asks the vendor now. */
export const options = procedure
  .needs("connections.use")
  .input(z.strictObject({ connectionId: z.uuid(), list: z.string().max(100), anew: z.boolean().default(false) }))
  .query(({ ctx, input }) => listOptions(ctx.orgId, input.connectionId, input.list, input.anew));
