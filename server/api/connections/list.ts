import { connectionSummaries } from "#server/connections/connection-summaries.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.needs("flows.read").query(({ ctx }) => connectionSummaries(ctx.orgId));
