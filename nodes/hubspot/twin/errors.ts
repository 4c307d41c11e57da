import type { ExactJson } from "../../_core/money/json-number.ts";
import { jsonAnswer } from "../../_kit/twin/answers.ts";
import type { TwinResponse } from "../../_kit/twin/twin.ts";

/** HubSpot's error body. The correlation id is fixed: a twin's answers are to be equal where its state is. */
const correlationId = "00000000-0000-4000-8000-000000000000";

function error(
  status: number,
  category: string,
  message: string,
  more: { [key: string]: ExactJson } = {},
): TwinResponse {
  return jsonAnswer(status, { status: "error", message, correlationId, category, ...more });
}

export const invalid = (message: string, code = "INVALID"): TwinResponse =>
  error(400, "VALIDATION_ERROR", message, { errors: [{ message, code }] });

export const notFound: TwinResponse = error(404, "OBJECT_NOT_FOUND", "resource not found");

export const conflict = (message: string): TwinResponse => error(409, "CONFLICT", message);

export const unauthenticated = (reason: "missing" | "unknown" | "expired"): TwinResponse =>
  reason === "expired"
    ? error(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.")
    : error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");

export const rateLimited: TwinResponse = jsonAnswer(429, {
  status: "error",
  message: "You have reached your ten_secondly_rolling limit.",
  errorType: "RATE_LIMIT",
  correlationId,
  policyName: "TEN_SECONDLY_ROLLING",
});
