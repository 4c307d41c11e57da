import * as z from "zod";
import { isJsonObject } from "#nodes/_core/json.ts";
import { performGesture } from "#server/twins/perform-gesture.ts";
import { JsonInput } from "../json-input.ts";
import { procedure } from "../trpc.ts";

/** What a person would do on the vendor's own screen: win a deal, change an amount. */
export const perform = procedure
  .needs("sandboxes.use")
  .input(
    z.strictObject({
      vendor: z.string().max(100),
      gesture: z.string().max(100),
      input: z.record(z.string().max(200), JsonInput).default({}),
    }),
  )
  .mutation(({ ctx, input }) =>
    performGesture(ctx.orgId, input.vendor, input.gesture, isJsonObject(input.input) ? input.input : {}),
  );
