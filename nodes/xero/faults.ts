import * as z from "zod";
import { Fault, type FaultFields } from "../_core/fault.ts";
import type { WireResponse } from "../_kit/http.ts";
import { retryAfterMs } from "../_kit/retry-after.ts";

const ValidationErrors = z.array(z.looseObject({ Message: z.string().nullish() })).nullish();

/** A refused element carries its reasons itself and in the records it holds (the contact of an invoice). */
const Element = z.looseObject({
  ValidationErrors,
  Contact: z.looseObject({ ValidationErrors }).nullish(),
  Invoice: z.looseObject({ ValidationErrors }).nullish(),
  Account: z.looseObject({ ValidationErrors }).nullish(),
  LineItems: z.array(z.looseObject({ ValidationErrors })).nullish(),
});

const XeroError = z.looseObject({
  ErrorNumber: z.number().nullish(),
  Message: z.string().nullish(),
  Detail: z.string().nullish(),
  Elements: z.array(Element).nullish(),
});
type XeroError = z.infer<typeof XeroError>;

/** Any answer that is not a success. The only file that knows Xero's error bodies. */
export function toFault(response: WireResponse): Fault {
  const error = readError(response.body);
  const problem = response.headers["x-rate-limit-problem"];
  return new Fault({
    ...classify(response, error),
    detail: {
      status: response.status,
      ...(error.ErrorNumber ? { errorNumber: error.ErrorNumber } : {}),
      ...(problem ? { limit: problem } : {}),
      ...(reasonsOf(error).length > 1 ? { reasons: reasonsOf(error) } : {}),
    },
  });
}

function classify(response: WireResponse, error: XeroError): FaultFields {
  const { status } = response;
  if (status === 401)
    return {
      kind: "unauthorized",
      code: "signed-out",
      message: "Xero no longer accepts this connection's sign-in.",
      fix: "Connect Xero again.",
    };
  if (status === 403)
    return {
      kind: "unauthorized",
      code: "no-access",
      message: "This connection has no access to the Xero organisation, or lacks a permission.",
      fix: "Connect Xero again, choose the organisation and grant every permission that is asked for.",
    };
  if (status === 404)
    return {
      kind: "rejected",
      code: "not-found",
      message: "Xero does not have this record.",
      fix: "Check the id or number in the mapping.",
    };
  if (status === 429) {
    const wait = retryAfterMs(response.headers) ?? waitOf(response.headers["x-rate-limit-problem"]);
    return { kind: "throttled", code: "throttled", message: "Xero asks us to slow down.", retryAfterMs: wait };
  }
  if (status >= 500 || status === 408) {
    const wait = retryAfterMs(response.headers);
    return {
      kind: "unavailable",
      code: "vendor-error",
      message: `Xero is not working right now (${status}).`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  return refusal(error);
}

/** Without a Retry-After the name of the limit says how long its window is; we wait an hour at most. */
function waitOf(problem: string | undefined): number {
  if (problem === "day") return 3_600_000;
  return problem === "concurrent" ? 1_000 : 60_000;
}

interface Reason {
  pattern: RegExp;
  code: string;
  fix: string;
}

/** What Xero's sentences mean to the person who maps. The first that fits decides; Xero's own words stay in the message. */
const reasons: Reason[] = [
  {
    pattern: /idempotency/i,
    code: "idempotency-key-reused",
    fix: "Report this: two different requests carried one key.",
  },
  {
    pattern: /account code .*(not a valid|archived)|account .* not found/i,
    code: "unknown-account",
    fix: "Choose another account in the mapping of *Account code*.",
  },
  {
    pattern: /tax ?type|tax rate/i,
    code: "unknown-tax-type",
    fix: "Choose another tax rate in the mapping of *Tax type*.",
  },
  { pattern: /archived/i, code: "archived-contact", fix: "Restore the contact in Xero, or map to another one." },
  {
    pattern: /invoice (number|#).*unique|already .*invoice number/i,
    code: "duplicate-invoice-number",
    fix: "Leave the number to Xero, or map a free one.",
  },
  {
    pattern: /contact name .*already|already assigned to another contact/i,
    code: "duplicate-contact-name",
    fix: "Give the contact the *Contact number* of the one in Xero, or another name.",
  },
  {
    pattern: /contact .*(not found|could not be found|does not exist)/i,
    code: "unknown-contact",
    fix: "Map the contact id that Xero gave.",
  },
  { pattern: /currency/i, code: "currency-not-enabled", fix: "Add the currency in Xero, or map another one." },
  { pattern: /lock(ed)? date|period/i, code: "period-locked", fix: "Choose a later date, or open the period in Xero." },
  {
    pattern: /exceeds the amount outstanding|greater than .*outstanding/i,
    code: "amount-too-high",
    fix: "Pay at most what is due.",
  },
];

function refusal(error: XeroError): FaultFields {
  const said = reasonsOf(error);
  const [first] = said;
  const text = first ?? error.Detail ?? error.Message ?? "";
  const known = reasons.find(({ pattern }) => pattern.test(text));
  return {
    kind: "rejected",
    code: known?.code ?? "refused",
    message: text === "" ? "Xero refused this." : `Xero refused this: ${sentence(text)}`,
    fix: known?.fix ?? "Correct the mapping of the field Xero names.",
  };
}

function reasonsOf(error: XeroError): string[] {
  const all = (error.Elements ?? []).flatMap((element) => [
    ...messages(element.ValidationErrors),
    ...messages(element.Contact?.ValidationErrors),
    ...messages(element.Invoice?.ValidationErrors),
    ...messages(element.Account?.ValidationErrors),
    ...(element.LineItems ?? []).flatMap((line) => messages(line.ValidationErrors)),
  ]);
  return [...new Set(all)].slice(0, 20);
}

const messages = (errors: z.infer<typeof ValidationErrors>): string[] =>
  (errors ?? []).flatMap(({ Message }) => (Message ? [Message] : []));

const sentence = (text: string): string => {
  const short = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
};

function readError(body: string): XeroError {
  try {
    return XeroError.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
}
