import * as z from "zod";
import { NodeTypeId } from "#nodes/_core/flow/flow.ts";
import { listSamples } from "#server/flow/list-samples.ts";
import { procedure } from "../trpc.ts";

/** Events of one trigger type to try a mapping on. */
export const list = procedure
  .needs("flows.edit")
  .input(z.strictObject({ type: NodeTypeId }))
  .query(({ ctx, input }) => listSamples(ctx.orgId, input.type));
