import { listFlows } from "#server/flow/list-flows.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.needs("flows.read").query(({ ctx }) => listFlows(ctx.orgId));
