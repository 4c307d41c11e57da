import { ensureSandbox } from "#server/twins/ensure-sandbox.ts";
import { procedure } from "../trpc.ts";

/** Makes a sandbox of every connector that has none yet, connected and ready. */
export const ensureSandboxes = procedure.needs("sandboxes.use").mutation(async ({ ctx }) => {
  const sandboxes = await ensureSandbox(ctx.orgId);
  return sandboxes.map(({ vendor, connectionId }) => ({ vendor, connectionId }));
});
