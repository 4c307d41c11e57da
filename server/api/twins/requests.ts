import * as z from "zod";
import { listTwinRequests } from "#server/twins/list-twin-records.ts";
import { procedure } from "../trpc.ts";

/** What the sandbox was asked, newest first, and whether it changed anything. */
export const requests = procedure
  .needs("payloads.read")
  .input(z.strictObject({ vendor: z.string().max(100), limit: z.number().int().min(1).max(500).default(100) }))
  .query(({ ctx, input }) => listTwinRequests(ctx.orgId, input.vendor, input.limit));
