import * as z from "zod";
import { NodeId } from "#nodes/_core/flow/flow.ts";
import { isolateBreaker } from "#server/monitor/breakers.ts";
import { procedure } from "../trpc.ts";

/** Of one node, or with both null of the whole connection. */
export const isolate = procedure
  .needs("runs.operate")
  .input(
    z.strictObject({
      connectionId: z.uuid(),
      flowId: z.uuid().nullable().default(null),
      nodeId: NodeId.nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => isolateBreaker(ctx.actor, input));
