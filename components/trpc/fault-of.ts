import * as z from "zod";
import { faultKinds } from "#nodes/_core/fault.ts";

const Fault = z.object({
  kind: z.enum(faultKinds),
  code: z.string(),
  message: z.string(),
  fix: z.string().default(""),
});
export type ShownFault = z.infer<typeof Fault>;

const Carrier = z.object({ data: z.object({ fault: Fault }) });

/** What an error of the server says to a person; anything else that was thrown means that nobody answered. */
export function faultOf(error: unknown): ShownFault {
  const carried = Carrier.safeParse(error);
  if (carried.success) return carried.data.data.fault;
  return {
    kind: "unavailable",
    code: "no-answer",
    message: "The server does not answer.",
    fix: "Check that it is running. What you see may be old; edits are kept on this device.",
  };
}
