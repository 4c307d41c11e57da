import type * as z from "zod";
import type { VendorHttp, WireRequest } from "../_kit/http.ts";
import { parseAnswer } from "../_kit/parse.ts";
import { toFault } from "./faults.ts";

/** One read: a success as data, anything else as a Fault. */
export async function readJson<S extends z.ZodType>(
  http: VendorHttp,
  request: WireRequest,
  schema: S,
): Promise<z.output<S>> {
  const response = await http.request(request);
  if (response.status < 200 || response.status > 299) throw toFault(response);
  return parseAnswer(schema, response.body, { vendor: "HubSpot", after: "read" });
}

export const jsonHeaders = { "content-type": "application/json", accept: "application/json" };
