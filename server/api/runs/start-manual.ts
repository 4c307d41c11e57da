import * as z from "zod";
import { NodeId } from "#nodes/_core/flow/flow.ts";
import { startManualRun } from "#server/ingest/start-manual-run.ts";
import { JsonInput } from "../json-input.ts";
import { procedure } from "../trpc.ts";

export const startManual = procedure
  .needs("runs.start")
  .input(z.strictObject({ flowId: z.uuid(), nodeId: NodeId, event: JsonInput }))
  .mutation(({ ctx, input }) => startManualRun({ orgId: ctx.orgId, ...input }));
