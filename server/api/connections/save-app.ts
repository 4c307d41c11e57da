import * as z from "zod";
import { saveApp as save } from "#server/connections/save-app.ts";
import { procedure } from "../trpc.ts";

/** Secrets go in and never come out again. */
export const saveApp = procedure
  .needs("connections.edit", { fresh: true })
  .input(
    z.strictObject({
      connector: z.string().max(100),
      clientId: z.string().trim().min(1).max(500),
      clientSecret: z.string().min(1).max(2_000),
      webhookSecret: z.string().min(1).max(2_000).nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => save(ctx.actor, input));
