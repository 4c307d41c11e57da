import * as z from "zod";
import { NodeId, NodeTypeId } from "#nodes/_core/flow/flow.ts";
import { previewMapping } from "#server/flow/preview-mapping.ts";
import { JsonInput } from "../json-input.ts";
import { procedure } from "../trpc.ts";

/** What a mapping gives on a sample, and what the target says to it. */
export const preview = procedure
  .needs("flows.edit")
  .input(
    z.strictObject({
      expression: z.string().max(64 * 1024),
      input: JsonInput,
      event: JsonInput,
      steps: z.record(NodeId, JsonInput).default({}),
      target: NodeTypeId.nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => previewMapping(ctx.orgId, input));
