import * as z from "zod";
import { toText } from "#nodes/_core/flow/text.ts";
import { getFlow } from "#server/flow/get-flow.ts";
import { procedure } from "../trpc.ts";

/** The draft as a flow file; connections go as ids, which mean nothing elsewhere. */
export const exportText = procedure
  .needs("flows.read")
  .input(z.strictObject({ flowId: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const { document, name } = await getFlow(ctx.orgId, input.flowId);
    return { name, text: toText(document) };
  });
