import { TRPCError } from "@trpc/server";
import { type Fault, isFault } from "#nodes/_core/fault.ts";

type Code = TRPCError["code"];

/** A Fault as tRPC's error, so that it has an HTTP status; the Fault itself travels along (see trpc.ts). */
export function toTrpcError(fault: Fault): TRPCError {
  return new TRPCError({ code: codeOf(fault), message: fault.message, cause: fault });
}

/** The Fault inside an error, however it was wrapped. */
export const faultIn = (error: unknown): Fault | null => {
  if (isFault(error)) return error;
  return error instanceof Error && isFault(error.cause) ? error.cause : null;
};

function codeOf(fault: Fault): Code {
  switch (fault.kind) {
    case "unauthorized":
      return fault.code === "not-signed-in" ? "UNAUTHORIZED" : "FORBIDDEN";
    case "rejected":
    case "invalid-flow":
      return fault.code.startsWith("unknown-") ? "NOT_FOUND" : "BAD_REQUEST";
    case "throttled":
      return "TOO_MANY_REQUESTS";
    case "unavailable":
      return "SERVICE_UNAVAILABLE";
    case "in-doubt":
      return "CONFLICT";
    case "bug":
      return "INTERNAL_SERVER_ERROR";
  }
}
