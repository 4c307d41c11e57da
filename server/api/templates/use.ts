import * as z from "zod";
import { authorise } from "#server/auth/rights.ts";
import { useTemplate } from "#server/flow/use-template.ts";
import { procedure } from "../trpc.ts";

/** A flow from a template; with sandboxes it is published and runs once, so that something can be seen. */
export const use = procedure
  .needs("flows.edit")
  .input(
    z.strictObject({
      templateId: z.string().max(100),
      name: z.string().trim().min(1).max(120).nullable().default(null),
      answers: z.record(z.string().max(100), z.string().max(500)).default({}),
      connections: z.record(z.string().max(100), z.uuid()).default({}),
      withSandboxes: z.boolean().default(false),
    }),
  )
  .mutation(({ ctx, input }) => {
    if (input.withSandboxes) authorise(ctx.role, "flows.publish");
    return useTemplate(ctx.actor, input);
  });
