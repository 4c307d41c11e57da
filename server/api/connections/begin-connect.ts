import * as z from "zod";
import { authorise } from "#server/auth/rights.ts";
import { beginConnect as begin } from "#server/oauth/begin.ts";
import { procedure } from "../trpc.ts";

/** The vendor's consent page, where the browser goes next. With `connectionId`: connect that one again. */
export const beginConnect = procedure
  .needs("connections.reauthenticate")
  .input(
    z.strictObject({
      connector: z.string().max(100),
      environment: z.enum(["live", "sandbox"]),
      connectionId: z.uuid().nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => {
    if (input.connectionId === null) authorise(ctx.role, "connections.edit");
    return begin({ ...input, orgId: ctx.orgId, sessionId: ctx.signedIn.sessionId });
  });
