/**
 * The one error of the system. Its kind says who must act and whether waiting helps:
 *
 * - `rejected`: the other side understood and refused; the data, the mapping or the request must change.
 * - `unauthorized`: a sign-in or a connection needs a person; waiting does not help.
 * - `throttled`: too many requests; wait `retryAfterMs`, no attempt is used.
 * - `unavailable`: the other side is broken or unreachable; waiting helps, the breaker counts it.
 * - `in-doubt`: a write may or may not have happened; never sent again without proof or a person.
 * - `invalid-flow`: the flow itself is wrong; its designer must act.
 * - `bug`: ours. Must not open a customer's breaker.
 *
 * Compare by `kind`, never by `instanceof`: Next's bundle and the natively run server hold different copies of this
 * class. Secrets enter neither message nor detail.
 */
export const faultKinds = [
  "rejected",
  "unauthorized",
  "throttled",
  "unavailable",
  "in-doubt",
  "invalid-flow",
  "bug",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultFields {
  kind: FaultKind;
  /** Stable, kebab-case, for programs: `unknown-tax-type`. */
  code: string;
  /** What happened and where, in the words of the person who must act. */
  message: string;
  /** The next step. Empty only where there is none. */
  fix?: string;
  /** Milliseconds to wait before the same request may succeed. */
  retryAfterMs?: number;
  /**
   * For requests to a vendor: `no` when not one byte of the request can have arrived (DNS, refused, TLS), `maybe`
   * when the outcome is unknown. Absent when the vendor answered.
   */
  sent?: "no" | "maybe";
  /** Small plain data for the reader of a run: field, value, vendor's own code. Already redacted. */
  detail?: Record<string, unknown>;
}

export class Fault extends Error {
  readonly kind: FaultKind;
  readonly code: string;
  readonly fix: string;
  readonly retryAfterMs: number | undefined;
  readonly sent: "no" | "maybe" | undefined;
  readonly detail: Record<string, unknown>;

  constructor(fields: FaultFields, options?: { cause?: unknown }) {
    super(fields.message, options);
    this.name = "Fault";
    this.kind = fields.kind;
    this.code = fields.code;
    this.fix = fields.fix ?? "";
    this.retryAfterMs = fields.retryAfterMs;
    this.sent = fields.sent;
    this.detail = fields.detail ?? {};
  }

  /** The stored and transported form. */
  toJSON(): FaultFields {
    return {
      kind: this.kind,
      code: this.code,
      message: this.message,
      fix: this.fix,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.sent === undefined ? {} : { sent: this.sent }),
      detail: this.detail,
    };
  }
}

export function isFault(error: unknown): error is Fault {
  if (typeof error !== "object" || error === null || !("kind" in error) || !("code" in error)) return false;
  const kind: unknown = error.kind;
  return faultKinds.some((known) => known === kind) && typeof error.code === "string";
}

/** Anything thrown, as a Fault: what is not ours already is a `bug`, with the original as its cause. */
export function toFault(error: unknown, where: string): Fault {
  if (isFault(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault({ kind: "bug", code: "unexpected", message: `${where}: ${message}`, fix: "" }, { cause: error });
}
