import * as z from "zod";
import { listTwinRecords } from "#server/twins/list-twin-records.ts";
import { procedure } from "../trpc.ts";

export const records = procedure
  .needs("payloads.read")
  .input(
    z.strictObject({
      vendor: z.string().max(100),
      // the twin's own book-keeping (tokens) starts with an underscore
      collection: z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,99}$/),
      limit: z.number().int().min(1).max(500).default(100),
      offset: z.number().int().min(0).max(1_000_000).default(0),
    }),
  )
  .query(({ ctx, input }) => listTwinRecords(ctx.orgId, input.vendor, input.collection, input));
