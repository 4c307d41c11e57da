import type * as z from "zod";
import type { JsonObject } from "../../_core/json.ts";
import { toJsonSchema } from "../json-schema.ts";
import { parseInput } from "../parse.ts";
import type { TwinContext, TwinGesture } from "./twin.ts";

/** A gesture whose form and check are one schema. */
export function defineGesture<I extends z.ZodType>(gesture: {
  id: string;
  title: string;
  on?: string;
  input: I;
  run(input: z.output<I>, context: TwinContext): Promise<JsonObject>;
}): TwinGesture {
  const { id, title, on, input, run } = gesture;
  return {
    id,
    title,
    ...(on === undefined ? {} : { on }),
    input: toJsonSchema(input, "input"),
    run: (context, given) => run(parseInput(input, given), context),
  };
}
