import * as z from "zod";
import { getFlow } from "#server/flow/get-flow.ts";
import { problemsOf } from "#server/flow/publish-flow.ts";
import { procedure } from "../trpc.ts";

/** What stands in the way of publishing the draft as it is saved, judged as publishing would judge it. */
export const check = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const { document, rev } = await getFlow(ctx.orgId, input.flowId);
    return { rev, problems: await problemsOf(ctx.orgId, document) };
  });
