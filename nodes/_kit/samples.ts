import * as z from "zod";

/** Where a sample comes from, so that nobody takes a guess for a recording. */
const Provenance = {
  /** File name without its ending. */
  name: z.string(),
  /** Page of the vendor that shows or describes it. */
  docs: z.url(),
  /** Day it was taken down. */
  date: z.iso.date(),
  kind: z.enum(["from spec", "from docs", "written"]),
};

/** A recorded or written example of what a vendor sends. */
export const Sample = z.discriminatedUnion("of", [
  z.strictObject({ ...Provenance, of: z.literal("delivery"), events: z.number().int(), body: z.unknown() }),
  z.strictObject({
    ...Provenance,
    of: z.literal("error"),
    status: z.number().int(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown(),
    fault: z.strictObject({ kind: z.string(), code: z.string() }),
  }),
  z.strictObject({ ...Provenance, of: z.literal("answer"), body: z.unknown() }),
]);
export type Sample = z.infer<typeof Sample>;
