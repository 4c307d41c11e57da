import { createHash } from "node:crypto";
import { Fault, toFault } from "#nodes/_core/fault.ts";
import type { Json, JsonObject } from "#nodes/_core/json.ts";
import { isJsonObject } from "#nodes/_core/json.ts";
import type { WriteAction } from "#nodes/_kit/action.ts";
import type { ConnectorDefinition } from "#nodes/_kit/connector.ts";
import type { VendorHttp, WireRequest, WireResponse } from "#nodes/_kit/http.ts";
import type { OpenConnection } from "#server/egress/open-connection.ts";
import type { ClaimedRun, ParkReason, StepRecord } from "#server/engine/run.ts";
import { settings } from "#server/settings.ts";
import { openText, sealText } from "#server/vault/seal-text.ts";
import { effectKey, markerOf, requestHash, withVendorKey } from "./effect-key.ts";
import { intend } from "./intend.ts";
import type { EffectSettlement } from "./settle-effects.ts";

/** A write of one node of one run. */
export interface WriteCall {
  run: ClaimedRun;
  /** Steps since the last commit: recorded with the intent, and emptied once they are. */
  steps: StepRecord[];
  nodeId: string;
  type: string;
  connector: ConnectorDefinition;
  action: WriteAction;
  connection: OpenConnection;
  connectionId: string;
  http: VendorHttp;
  input: Json;
  config: JsonObject;
  /** Value of the idempotency expression, else the event's id. */
  subject: string;
  timeoutMs: number;
}

export type CallOutcome =
  | { kind: "done"; output: Json; note: string; key: Buffer; effect: EffectSettlement | null; vendorAnswered: boolean }
  | { kind: "fault"; fault: Fault; key: Buffer | null; effect: EffectSettlement | null; vendorAnswered: boolean }
  | { kind: "wait"; reason: ParkReason; delayMs: number; fault: Fault | null; effect: EffectSettlement | null }
  | { kind: "conflict"; fault: Fault; key: Buffer }
  | { kind: "in-doubt"; fault: Fault; key: Buffer; effect: EffectSettlement | null }
  /** The lease is somebody else's: stop, write nothing. */
  | { kind: "lost" };

/**
 * One effect, once. Intent first: the frozen bytes are committed before the socket opens; what is sent again is those
 * bytes, never a new evaluation. What an unknown outcome allows is the action's declared capability (decide-claim).
 */
export async function callOnce(call: WriteCall): Promise<CallOutcome> {
  const { action, run } = call;
  const key = effectKey({
    orgId: run.orgId,
    flowId: run.flowId,
    nodeId: call.nodeId,
    connectionId: call.connectionId,
    subject: call.subject,
    itemKey: "",
    operation: call.type,
    generation: 0,
  });
  const context = { account: call.connection.account, vendorKey: markerOf(key) };
  let request: WireRequest;
  try {
    request = action.request(call.input, call.config, context);
  } catch (error) {
    const fault = toFault(error, `Building the request of ${action.title}`);
    return { kind: "fault", fault, key: null, effect: null, vendorAnswered: false };
  }
  const sealed = await sealText(run.orgId, aad(key), JSON.stringify(request));
  const now = performance.now();
  const leaseEndsAt = now + settings.run.leaseMs;
  const renewLease = run.leaseEndsAt - now < call.timeoutMs + settings.call.leaseMarginMs;
  const intended = await intend({
    orgId: run.orgId,
    run,
    steps: call.steps,
    key,
    nodeId: call.nodeId,
    connectionId: call.connectionId,
    operation: call.type,
    subject: call.subject,
    capability: action.capability,
    requestHash: requestHash(request, action.capability),
    requestSealed: sealed,
    timeoutMs: call.timeoutMs,
    renewLease,
  });
  if (intended.lost) return { kind: "lost" };
  if (renewLease) run.leaseEndsAt = leaseEndsAt;
  call.steps.length = 0;
  const { claim, effect } = intended;
  switch (claim.kind) {
    case "repeat":
      return {
        kind: "done",
        output: toJson(effect.kept),
        note: `Already done${effect.objectLabel ? `: ${effect.objectLabel}` : ""}; the answer repeats from the ledger`,
        key,
        effect: null,
        vendorAnswered: false,
      };
    case "conflict":
      return { kind: "conflict", key, fault: conflictFault(call, effect.objectLabel) };
    case "wait":
      return { kind: "wait", reason: claim.reason, delayMs: claim.ms, fault: null, effect: null };
    case "in-doubt":
      return { kind: "in-doubt", key, fault: doubtFault(call), effect: inDoubt(key, doubtFault(call)) };
    case "search":
      return search(call, key, request, effect.searches);
    case "send":
      return send(call, key, request, effect.vendorKey);
    case "resend": {
      if (effect.requestSealed === null) throw new Error("An unsettled effect has lost its bytes");
      const frozen: WireRequest = JSON.parse(await openText(run.orgId, aad(key), effect.requestSealed));
      return send(call, key, frozen, effect.vendorKey);
    }
  }
}

const aad = (key: Buffer): string => `effect ${key.toString("hex")}`;
const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

async function send(call: WriteCall, key: Buffer, request: WireRequest, vendorKey: string): Promise<CallOutcome> {
  let response: WireResponse;
  try {
    response = await call.http.request(withVendorKey(request, call.action.capability, vendorKey));
  } catch (error) {
    const fault = toFault(error, `Calling ${call.connector.title}`);
    // Without proof that no byte left, the outcome of a write is unknown.
    const state = fault.sent === "no" ? "open" : "unknown";
    return { kind: "fault", fault, key, vendorAnswered: false, effect: unsettled(key, state, null, fault) };
  }
  if (response.status < 200 || response.status > 299) return refused(call, key, response);
  return accepted(call, key, response);
}

function accepted(call: WriteCall, key: Buffer, response: WireResponse): CallOutcome {
  const { action } = call;
  try {
    const output = action.answer(response);
    const object = action.object(output);
    return {
      kind: "done",
      output,
      note: "",
      key,
      vendorAnswered: true,
      effect: done(call, key, response, output, object),
    };
  } catch (error) {
    const cause = toFault(error, `Reading the answer of ${action.title}`);
    // Some vendors refuse inside a 2xx (a batch of one that failed): as definite as a 4xx.
    if (cause.kind === "rejected") return closed(key, cause, response.status);
    // A body that breaks the contract: written or not, nobody knows.
    const fault = new Fault({ ...cause.toJSON(), kind: "unavailable", code: "broken-answer", sent: "maybe" });
    return unknown(key, fault, response.status);
  }
}

function refused(call: WriteCall, key: Buffer, response: WireResponse): CallOutcome {
  const fault = call.connector.toFault(response);
  switch (fault.kind) {
    case "rejected":
    case "invalid-flow":
      return closed(key, fault, response.status);
    case "throttled":
    case "unauthorized":
      return {
        kind: "fault",
        fault,
        key,
        vendorAnswered: true,
        effect: unsettled(key, "open", response.status, fault),
      };
    case "unavailable":
    case "in-doubt":
    case "bug":
      // A 5xx may have been written before it failed.
      return unknown(key, fault, response.status);
  }
}

const closed = (key: Buffer, fault: Fault, status: number): CallOutcome => ({
  kind: "fault",
  fault,
  key,
  vendorAnswered: true,
  effect: unsettled(key, "rejected", status, fault),
});

const unknown = (key: Buffer, fault: Fault, status: number): CallOutcome => ({
  kind: "fault",
  fault,
  key,
  vendorAnswered: false,
  effect: unsettled(key, "unknown", status, fault),
});

/** Asks the vendor for our marker: one hit adopts it, several need a person, none is counted until two agree. */
async function search(call: WriteCall, key: Buffer, request: WireRequest, searches: number): Promise<CallOutcome> {
  const { action, connection } = call;
  if (!action.find) return { kind: "in-doubt", key, fault: doubtFault(call), effect: inDoubt(key, doubtFault(call)) };
  const context = { account: connection.account, vendorKey: markerOf(key) };
  const hits = await action.find(request, call.http, context);
  const [only, second] = hits;
  if (only !== undefined && second === undefined) {
    const object = action.object(only);
    return {
      kind: "done",
      output: only,
      note: `Found at ${call.connector.title} after a lost answer: ${object.label}`,
      key,
      vendorAnswered: true,
      effect: done(call, key, null, only, object),
    };
  }
  if (hits.length > 1) {
    const fault = new Fault({
      kind: "in-doubt",
      code: "duplicate-found",
      message: `${call.connector.title} holds ${hits.length} records with the marker of this step.`,
      fix: "Keep one of them and say which.",
    });
    return { kind: "in-doubt", key, fault, effect: inDoubt(key, fault) };
  }
  const effect = { ...unsettled(key, "unknown", null, null), searches: searches + 1 };
  return { kind: "wait", reason: "retry", delayMs: settings.retry.baseMs, fault: null, effect };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function done(
  call: WriteCall,
  key: Buffer,
  response: WireResponse | null,
  output: Json,
  object: { id: string; label: string },
): EffectSettlement {
  const kept = isJsonObject(output)
    ? Object.fromEntries(Object.entries(output).filter(([name]) => call.action.kept.includes(name)))
    : {};
  return {
    key,
    state: "done",
    status: response?.status ?? null,
    answerHash: response ? digest(response.body) : null,
    object: { id: object.id, label: object.label },
    kept,
    fault: null,
    searches: 0,
  };
}

const unsettled = (
  key: Buffer,
  state: "open" | "unknown" | "rejected",
  status: number | null,
  fault: Fault | null,
): EffectSettlement => ({
  key,
  state,
  status,
  answerHash: null,
  object: null,
  kept: null,
  fault: toJson(fault),
  searches: 0,
});

const inDoubt = (key: Buffer, fault: Fault): EffectSettlement => ({
  ...unsettled(key, "unknown", null, fault),
  state: "in_doubt",
});

const doubtFault = (call: WriteCall): Fault =>
  new Fault({
    kind: "in-doubt",
    code: "outcome-unknown",
    message: `Nobody knows whether ${call.connector.title} carried out "${call.action.title}": the answer was lost and ${call.connector.title} gives no way to ask.`,
    fix: `Look in ${call.connector.title}, then say whether it exists, should be sent, or be skipped.`,
  });

const conflictFault = (call: WriteCall, label: string | null): Fault =>
  new Fault({
    kind: "rejected",
    code: "effect-conflict",
    message: `${label ?? "This record"} was written to ${call.connector.title} before, from other content. It was not changed.`,
    fix: `Compare the two in ${call.connector.title} and correct it there, or cancel this run.`,
    detail: { subject: call.subject },
  });
