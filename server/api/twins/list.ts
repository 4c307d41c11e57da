import { listTwins } from "#server/twins/twin-summaries.ts";
import { procedure } from "../trpc.ts";

/** The sandboxes with their tables and gestures. */
export const list = procedure.needs("flows.read").query(({ ctx }) => listTwins(ctx.orgId));
