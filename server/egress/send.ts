import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { Fault } from "#nodes/_core/fault.ts";
import type { WireRequest, WireResponse } from "#nodes/_kit/http.ts";
import { settings } from "#server/settings.ts";

export interface SendOptions {
  signal?: AbortSignal;
  /** Of the whole call, from here to the last byte of the answer. */
  timeoutMs?: number;
}

export interface Outgoing {
  dispatcher: Dispatcher;
  origin: string;
  method: WireRequest["method"];
  /** With query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** For messages: who is called. */
  whom: string;
}

/**
 * One request, no redirect, no retry. Any HTTP answer resolves. Without one it throws a Fault whose `sent` is exact:
 * "no" until the moment the request is handed to an open connection, "maybe" from then on.
 */
export function send(outgoing: Outgoing, options: SendOptions = {}): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: Record<string, string> = {};
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;

    const timeoutMs = options.timeoutMs ?? settings.call.timeoutMs;
    const timer = setTimeout(
      () => stop(fault("timeout", `${outgoing.whom} did not answer within ${seconds(timeoutMs)}.`)),
      timeoutMs,
    );
    const onAbort = () => stop(fault("aborted", `The call to ${outgoing.whom} was broken off.`));

    function fault(code: string, message: string, cause?: unknown): Fault {
      const sent = controller ? "maybe" : "no";
      return new Fault({ kind: "unavailable", code, message, fix: "It is tried again by itself.", sent }, { cause });
    }
    function stop(reason: Fault): void {
      if (settled) return;
      finish();
      controller?.abort(reason);
      reject(reason);
    }
    function finish(): void {
      settled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
    }

    if (options.signal?.aborted) return onAbort();
    options.signal?.addEventListener("abort", onAbort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // given up while it waited for a connection: nothing has been written yet, and nothing will be
        if (settled) return started.abort(new Error("given up"));
        controller = started;
      },
      onResponseStart(_controller, code, received) {
        status = code;
        headers = flatten(received);
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > settings.call.responseLimitBytes) {
          stop(
            fault(
              "answer-too-large",
              `${outgoing.whom} answered with more than ${settings.call.responseLimitBytes} bytes.`,
            ),
          );
        } else chunks.push(chunk);
      },
      onResponseEnd() {
        if (settled) return;
        finish();
        if (!isPlain(headers)) {
          reject(fault("answer-encoded", `${outgoing.whom} answered in an encoding that was not asked for.`));
        } else resolve({ status, headers, body: Buffer.concat(chunks).toString("utf8") });
      },
      onResponseError(_controller, error) {
        if (settled) return;
        finish();
        reject(
          controller
            ? fault("no-answer", `${outgoing.whom} broke off without an answer.`, error)
            : notSent(outgoing.whom, error),
        );
      },
    };
    try {
      outgoing.dispatcher.dispatch(
        {
          origin: outgoing.origin,
          path: outgoing.path,
          method: outgoing.method,
          // never compressed: a small answer can unpack to anything
          headers: { ...outgoing.headers, "accept-encoding": "identity" },
          body: outgoing.body ?? null,
        },
        handler,
      );
    } catch (error) {
      finish();
      reject(badRequest(outgoing.whom, error));
    }
  });
}

function notSent(whom: string, error: Error): Fault {
  const code = "code" in error ? String(error.code) : "";
  if (code === "MILLRACE_ADDRESS_REFUSED") return refusedAddress(error.message, error);
  if (code === "UND_ERR_INVALID_ARG") return badRequest(whom, error);
  const [short, words] = connectFailures[code] ?? (/CERT|TLS|SSL|SIGNATURE|ALTNAME/.test(code) ? tls : unreachable);
  return new Fault(
    {
      kind: "unavailable",
      code: short,
      message: `${whom} could not be reached: ${words}.`,
      fix: "It is tried again by itself.",
      sent: "no",
      detail: code === "" ? {} : { reason: code },
    },
    { cause: error },
  );
}

/** Waiting does not help: the target itself is not allowed. */
export const refusedAddress = (reason: string, cause?: unknown): Fault =>
  new Fault(
    {
      kind: "rejected",
      code: "address-refused",
      message: `This address may not be called: ${reason}.`,
      fix: "Use a public https address; the installation can open targets of its own network with EGRESS_ALLOW.",
      sent: "no",
    },
    { cause },
  );

const badRequest = (whom: string, cause: unknown): Fault =>
  new Fault(
    { kind: "bug", code: "request-not-valid", message: `The request to ${whom} is not valid HTTP.`, sent: "no" },
    { cause },
  );

const unreachable = ["unreachable", "no connection"] as const;
const tls = ["tls-failed", "its certificate was not accepted"] as const;
const connectFailures: Record<string, readonly [string, string] | undefined> = {
  ENOTFOUND: ["name-not-found", "its name has no address"],
  EAI_AGAIN: ["name-not-found", "its name could not be looked up"],
  ECONNREFUSED: ["refused", "the connection was refused"],
  UND_ERR_CONNECT_TIMEOUT: ["connect-timeout", "the connection took too long"],
  ETIMEDOUT: ["connect-timeout", "the connection took too long"],
};

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

const isPlain = (headers: Record<string, string>): boolean =>
  (headers["content-encoding"] ?? "identity") === "identity";

const seconds = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 1_000)} s`);
