import * as z from "zod";
import { Fault, type FaultFields } from "../_core/fault.ts";
import type { WireResponse } from "../_kit/http.ts";
import { retryAfterMs } from "../_kit/retry-after.ts";

/** The body of every HubSpot error; nothing in it is certain to be there. */
export const HubSpotError = z.looseObject({
  message: z.string().nullish(),
  category: z.string().nullish(),
  correlationId: z.string().nullish(),
  policyName: z.string().nullish(),
  errors: z.array(z.looseObject({ message: z.string().nullish() })).nullish(),
});
export type HubSpotError = z.infer<typeof HubSpotError>;

/** Any answer that is not a success. The only file that knows HubSpot's error bodies. */
export function toFault(response: WireResponse): Fault {
  const error = readError(response.body);
  return new Fault({ ...classify(response, error), detail: detailOf(response, error) });
}

function classify(response: WireResponse, error: HubSpotError): FaultFields {
  const { status } = response;
  const said = error.message ? `: ${sentence(error.message)}` : ".";
  if (status === 401)
    return {
      kind: "unauthorized",
      code: "signed-out",
      message: "HubSpot no longer accepts this connection's sign-in.",
      fix: "Connect HubSpot again.",
    };
  if (status === 403)
    return {
      kind: "unauthorized",
      code: error.category === "MISSING_SCOPES" ? "missing-scopes" : "forbidden",
      message: `HubSpot does not allow this${said}`,
      fix: "Connect HubSpot again with a user who may do this, and grant every permission that is asked for.",
    };
  if (status === 404)
    return {
      kind: "rejected",
      code: "not-found",
      message: "HubSpot does not have this record (any more).",
      fix: "Check the id in the mapping, or restore the record in HubSpot.",
    };
  if (status === 409)
    return {
      kind: "rejected",
      code: "conflict",
      message: `HubSpot already has this record${said}`,
      fix: "Use the action that creates or updates, or change the field that must be unique.",
    };
  if (status === 423 || status === 429) {
    const wait = retryAfterMs(response.headers) ?? waitOf(error);
    return { kind: "throttled", code: "throttled", message: "HubSpot asks us to slow down.", retryAfterMs: wait };
  }
  if (status >= 500 || status === 408) {
    const wait = retryAfterMs(response.headers);
    return {
      kind: "unavailable",
      code: "vendor-error",
      message: `HubSpot is not working right now (${status}).`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  return {
    kind: "rejected",
    code: codeOf(error),
    message: `HubSpot refused this${said}`,
    fix: "Correct the mapping of the field HubSpot names.",
  };
}

/** Without a Retry-After the name of the limit says how long its window is. A daily limit ends within the hour we wait at most. */
function waitOf(error: HubSpotError): number {
  if (error.policyName === "DAILY") return 3_600_000;
  return error.policyName === "SECONDLY" ? 1_000 : 10_000;
}

function codeOf(error: HubSpotError): string {
  if (/email address .* is invalid/i.test(error.message ?? "")) return "invalid-email";
  if (/propert(y|ies) .*(does not exist|not exist|doesn't exist)/i.test(error.message ?? "")) return "unknown-property";
  return "refused";
}

/** HubSpot's sentences end without a full stop or with several lines of JSON; the first line is for people. */
function sentence(text: string): string {
  const [first = ""] = text.split("\n");
  const short = first.length > 300 ? `${first.slice(0, 300)}…` : first;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}

function detailOf(response: WireResponse, error: HubSpotError): Record<string, unknown> {
  return {
    status: response.status,
    ...(error.category ? { category: error.category } : {}),
    ...(error.correlationId ? { correlationId: error.correlationId } : {}),
  };
}

function readError(body: string): HubSpotError {
  try {
    return HubSpotError.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
}
