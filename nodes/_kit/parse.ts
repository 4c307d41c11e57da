import type * as z from "zod";
import { Fault } from "../_core/fault.ts";
import { findRefusedKey } from "../_core/json.ts";

/** What a mapping or a form gave. Checked in plain words before; what still slips through is the data's fault, not ours. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  throw new Fault({
    kind: "rejected",
    code: "invalid-input",
    message: `${path === "" ? "The input" : path}: ${issue?.message ?? "is not valid"}.`,
    fix: "Correct the mapping of this field.",
    detail: { path },
  });
}

interface AnswerSource {
  /** Title of the vendor, for the sentence. */
  vendor: string;
  /** After a write, an answer that cannot be read leaves its outcome unknown; after a read it is a broken vendor. */
  after: "read" | "write";
  /** How the text becomes data; vendors with amounts as JSON numbers pass the reader that keeps their digits. */
  json?: (text: string) => unknown;
}

/** A vendor's successful answer. The body is never quoted in the Fault: it is somebody's data. */
export function parseAnswer<S extends z.ZodType>(schema: S, body: string, source: AnswerSource): z.output<S> {
  const { vendor, after, json = JSON.parse } = source;
  const broken = (why: string): Fault =>
    new Fault({
      kind: after === "write" ? "in-doubt" : "unavailable",
      code: "broken-answer",
      message: `${vendor} answered with success, but its answer could not be read (${why}).`,
      fix:
        after === "write"
          ? `Look in ${vendor} whether the record was written.`
          : "Nothing was changed; the read is tried again.",
    });
  let value: unknown;
  try {
    value = json(body);
  } catch {
    throw broken("it is not JSON");
  }
  if (findRefusedKey(value) !== null) throw broken("it holds a key that is never taken in");
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw broken(`field ${result.error.issues[0]?.path.map(String).join(".") || "at the top"}`);
}

/** A delivery or a polled record that is signed or authorised but not what the vendor documents. */
export function malformedDelivery(vendor: string, why: string): Fault {
  return new Fault({
    kind: "rejected",
    code: "malformed-delivery",
    message: `A delivery of ${vendor} is signed but malformed: ${why}.`,
    fix: "Nothing to do in the flow; the delivery is kept for the vendor's support.",
  });
}
