import { createHash } from "node:crypto";
import type { Capability } from "#nodes/_kit/action.ts";
import type { WireRequest } from "#nodes/_kit/http.ts";

/** What makes an effect the same effect. No attempt number and no version: a replay or a republish cannot double it. */
export interface EffectIdentity {
  orgId: string;
  flowId: string;
  nodeId: string;
  /** In it, so that a sandbox run never counts as done for live. */
  connectionId: string;
  /** Value of the node's idempotency expression, else the event's id. */
  subject: string;
  itemKey: string;
  operation: string;
  /** Raised by "send again as new". */
  generation: number;
}

export function effectKey(identity: EffectIdentity): Buffer {
  const parts = [
    identity.orgId,
    identity.flowId,
    identity.nodeId,
    identity.connectionId,
    identity.subject,
    identity.itemKey,
    identity.operation,
    String(identity.generation),
  ];
  // Lengths keep "a" + "bc" apart from "ab" + "c".
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}

/** Marker of the business effect at the vendor: the same for every revision, so that a search finds it. */
export const markerOf = (key: Buffer): string => `mr-${key.toString("hex").slice(0, 32)}`;

/** Native idempotency key of one revision: new bytes need a new one. */
export function vendorKeyOf(key: Buffer, revision: number, capability: Capability): string {
  const full = `mr-${key.toString("hex")}-${revision}`;
  const most = capability.kind === "vendor-key" ? capability.maxLength : full.length;
  return full.length <= most ? full : createHash("sha256").update(full).digest("hex").slice(0, most);
}

/** Hash of what would be sent, without the native key's header: equal bytes are equal business. */
export function requestHash(request: WireRequest, capability: Capability): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(canonical(request, capability)))
    .digest();
}

function canonical(request: WireRequest, capability: Capability): unknown[] {
  const keyHeader = capability.kind === "vendor-key" ? capability.header.toLowerCase() : "";
  const headers = Object.entries(request.headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name]) => name !== keyHeader)
    .sort();
  return [request.method, request.path, Object.entries(request.query ?? {}).sort(), headers, request.body ?? ""];
}

/** The request with its native key, which never is part of the frozen bytes' identity. */
export const withVendorKey = (request: WireRequest, capability: Capability, key: string): WireRequest =>
  capability.kind === "vendor-key"
    ? { ...request, headers: { ...request.headers, [capability.header]: key } }
    : request;
