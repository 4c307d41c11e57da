import type { Fault } from "#nodes/_core/fault.ts";
import type { FlowNode } from "#nodes/_core/flow/flow.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { publishLive } from "#server/monitor/live.ts";
import { wakeRuns } from "#server/queue/catalog.ts";
import { settings } from "#server/settings.ts";
import {
  acquireProbe,
  applyReport,
  type BreakerState,
  giveProbeBack,
  readBreakers,
  releaseParked,
} from "./breaker-rows.ts";

/**
 * The circuit breakers of one call: the node's own, and the connection's roll-up, so that fifty nodes do not each
 * have to learn that a vendor is dead. State is in PostgreSQL, cached here for at most a second.
 */
export interface BreakerScope {
  orgId: string;
  flowId: string;
  node: FlowNode;
  connectionId: string;
}

export type Gate =
  | { kind: "go"; probes: { key: string; token: string }[] }
  /** Parked without an attempt and without a slot until then. */
  | { kind: "parked"; key: string; delayMs: number };

interface Cached {
  at: number;
  states: Promise<BreakerState[]>;
}

const cache = new Map<string, Cached>();

export const nodeKey = (scope: BreakerScope): string => `node:${scope.flowId}:${scope.node.id}:${scope.connectionId}`;
export const connectionKey = (scope: BreakerScope): string => `connection:${scope.connectionId}`;

/** May this call be made now? One caller at a time gets through an open breaker whose time has come: the probe. */
export async function passGate(scope: BreakerScope): Promise<Gate> {
  const probes: { key: string; token: string }[] = [];
  for (const state of await currentStates(scope)) {
    if (state.row.state === "closed") continue;
    if (state.row.isolated) return parked(scope, probes, state.key, settings.breaker.openMs);
    if (state.openForMs > 0) return parked(scope, probes, state.key, state.openForMs);
    const probeMs = timeoutOf(scope.node) + 2 * settings.call.leaseMarginMs;
    const token = await acquireProbe(scope.orgId, state.key, probeMs);
    forget(scope);
    // Not until the probe's lease ends: it is over much sooner, and a run that parks just then would miss the close.
    const { recheckMs, slowStartMs } = settings.breaker;
    if (!token) return parked(scope, probes, state.key, Math.max(slowStartMs, Math.min(state.probeForMs, recheckMs)));
    probes.push({ key: state.key, token });
  }
  return { kind: "go", probes };
}

async function parked(
  scope: BreakerScope,
  probes: { key: string; token: string }[],
  key: string,
  delayMs: number,
): Promise<Gate> {
  await giveBack(scope, probes);
  return { kind: "parked", key, delayMs };
}

/** A probe that never reached the vendor (the effect was done already, the bucket was empty) frees its place. */
export async function giveBack(scope: BreakerScope, probes: { key: string; token: string }[]): Promise<void> {
  for (const probe of probes) await giveProbeBack(scope.orgId, probe.key, probe.token);
  if (probes.length > 0) forget(scope);
}

/** What the vendor did. `fault` null: it answered, whatever it answered. */
export async function report(
  scope: BreakerScope,
  gate: Extract<Gate, { kind: "go" }>,
  fault: Fault | null,
): Promise<void> {
  const failed = fault !== null;
  for (const key of [connectionKey(scope), nodeKey(scope)]) {
    const probe = gate.probes.find((one) => one.key === key) ?? null;
    if (!failed && !probe && !(await remembersFailures(scope, key))) continue;
    const outcome = await applyReport({
      orgId: scope.orgId,
      key,
      flowId: key.startsWith("node:") ? scope.flowId : null,
      nodeId: key.startsWith("node:") ? scope.node.id : null,
      connectionId: scope.connectionId,
      probeToken: probe?.token ?? null,
      failures: failed ? 1 : 0,
      successes: failed ? 0 : 1,
      fault,
      consecutiveFailures: scope.node.policy?.breakerFailures ?? settings.breaker.consecutiveFailures,
    });
    forget(scope);
    if (outcome === "closed") await startSlowly(scope.orgId, key);
    if (outcome !== "same") publishLive(scope.orgId, "breaker", [key]);
  }
}

/** Parked runs come back 1, 2, 4, 8 … per step: a vendor that just stood up is not run over. */
export async function startSlowly(orgId: string, key: string): Promise<void> {
  await withOrgSql(orgId, async (client) => wakeRuns(client, await releaseParked(client, orgId, key)));
}

export const timeoutOf = (node: FlowNode): number => node.policy?.timeoutMs ?? settings.call.timeoutMs;

async function remembersFailures(scope: BreakerScope, key: string): Promise<boolean> {
  const states = await currentStates(scope);
  return states.some((state) => state.key === key && (state.row.failures > 0 || state.row.buckets.length > 0));
}

const cacheKey = (scope: BreakerScope): string => `${scope.orgId} ${nodeKey(scope)}`;
const forget = (scope: BreakerScope): boolean => cache.delete(cacheKey(scope));

function currentStates(scope: BreakerScope): Promise<BreakerState[]> {
  const now = performance.now();
  const known = cache.get(cacheKey(scope));
  if (known && now - known.at < settings.breaker.cacheMs) return known.states;
  if (cache.size > 10_000) cache.clear();
  const states = readBreakers(scope.orgId, [connectionKey(scope), nodeKey(scope)]);
  states.catch(() => forget(scope));
  cache.set(cacheKey(scope), { at: now, states });
  return states;
}
