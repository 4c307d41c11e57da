import type * as z from "zod";
import { readJsonWithNumbersAsText } from "../_core/money/json-number.ts";
import type { VendorHttp, WireRequest } from "../_kit/http.ts";
import { parseAnswer } from "../_kit/parse.ts";
import { toFault } from "./faults.ts";

/** One read: a success as data with every number as its own text, anything else as a Fault. */
export async function readJson<S extends z.ZodType>(
  http: VendorHttp,
  request: WireRequest,
  schema: S,
): Promise<z.output<S>> {
  const response = await http.request({ ...request, headers: { accept: "application/json", ...request.headers } });
  if (response.status < 200 || response.status > 299) throw toFault(response);
  return parseAnswer(schema, response.body, { vendor: "Xero", after: "read", json: readJsonWithNumbersAsText });
}

/** The answer to a write. */
export const parseWritten = <S extends z.ZodType>(schema: S, body: string): z.output<S> =>
  parseAnswer(schema, body, { vendor: "Xero", after: "write", json: readJsonWithNumbersAsText });

export const jsonHeaders = { "content-type": "application/json", accept: "application/json" };

export const api = "/api.xro/2.0";
