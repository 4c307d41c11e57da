import * as z from "zod";
import { switchOrganisation as switchTo } from "#server/auth/switch-organisation.ts";
import { procedure } from "../trpc.ts";

/** The browser gets a new session cookie; the old session is gone. */
export const switchOrganisation = procedure.signedIn
  .input(z.strictObject({ organisationId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    for (const cookie of await switchTo(ctx.headers, input.organisationId))
      ctx.answerHeaders?.append("set-cookie", cookie);
    return { organisationId: input.organisationId };
  });
