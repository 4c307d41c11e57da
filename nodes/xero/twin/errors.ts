import type { ExactJson } from "../../_core/money/json-number.ts";
import { jsonAnswer } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinResponse } from "../../_kit/twin/twin.ts";

const refusal = (status: number, title: string, detail: string, { uuid }: TwinContext): TwinResponse =>
  jsonAnswer(status, { Type: null, Title: title, Status: status, Detail: detail, Instance: uuid() });

export function unauthenticated(reason: "missing" | "unknown" | "expired", context: TwinContext): TwinResponse {
  const detail = {
    missing: "AuthenticationUnsuccessful",
    unknown: "TokenInvalidSignature",
    expired: "TokenExpired: token expired",
  };
  return refusal(401, "Unauthorized", detail[reason], context);
}

/** A call for an organisation that this sign-in was not given. */
export const wrongTenant = (context: TwinContext): TwinResponse =>
  refusal(403, "Forbidden", "AuthenticationUnsuccessful", context);

export const notFound: TwinResponse = {
  status: 404,
  headers: { "content-type": "text/plain" },
  body: "The resource you're looking for cannot be found",
};

/** The whole request is refused: its elements come back with what is wrong with each. */
export const validationFailed = (elements: ExactJson[]): TwinResponse =>
  jsonAnswer(400, {
    ErrorNumber: 10,
    Type: "ValidationException",
    Message: "A validation exception occurred",
    Elements: elements,
  });

/** A request that is not even of the right shape. */
export const badRequest = (message: string): TwinResponse =>
  jsonAnswer(400, { ErrorNumber: 14, Type: "PostDataInvalidException", Message: message });

export const queryRefused = (message: string): TwinResponse =>
  jsonAnswer(400, { ErrorNumber: 16, Type: "QueryParseException", Message: message });
