import * as z from "zod";
import { findRefusedKey, type Json } from "#nodes/_core/json.ts";

/** Any JSON, with the names refused that poison objects. */
export const JsonInput: z.ZodType<Json> = z
  .json()
  .refine((value) => findRefusedKey(value) === null, "A field name in it is refused.");
