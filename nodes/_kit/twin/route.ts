import { type FaultPlan, planFault, type TwinFault } from "./fault.ts";
import type { TwinContext, TwinDefinition, TwinRequest, TwinResponse, TwinRoute } from "./twin.ts";

export interface HandleOptions {
  /** The fault that waits for this route. The host keeps faults, and spends the one it gives. */
  faultFor?: (route: TwinRoute) => TwinFault | null;
  /** Requests per window, where the vendor's own figure would make people wait (a demo, a bench). */
  quotaLimit?: number;
}

/** What the host must do after its transaction has committed. */
export interface TwinOutcome {
  response: TwinResponse;
  /** Cut the connection instead of sending `response`. */
  hangUp: boolean;
  delayMs: number;
  /** How often each queued webhook is sent. */
  deliveryCopies: number;
  /** The fault that struck, to be spent. */
  fault: TwinFault | null;
}

/**
 * One request to a twin, from path to answer: route, injected fault, quota, the vendor's own handler. The caller runs it inside
 * one transaction, one request at a time per twin, and always commits.
 */
export async function handleTwinRequest(
  definition: TwinDefinition,
  request: Omit<TwinRequest, "params">,
  context: TwinContext,
  options: HandleOptions = {},
): Promise<TwinOutcome> {
  const found = matchRoute(definition.routes, request.method, request.path);
  if (!found) return outcome(notFound, planFault(null), null);
  const fault = options.faultFor?.(found.route) ?? null;
  const plan = planFault(fault);
  if (!plan.runs) return outcome(struck(definition, plan, { status: 500 }), plan, fault);
  const respond = () => found.route.handle({ ...request, params: found.params }, context);
  const response = found.route.free ? await respond() : await counted(definition, context, options, respond);
  return outcome(struck(definition, plan, response), plan, fault);
}

const notFound: TwinResponse = { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };

const outcome = (response: TwinResponse, plan: FaultPlan, fault: TwinFault | null): TwinOutcome => ({
  response: plan.truncate
    ? { ...response, body: response.body?.slice(0, Math.floor(response.body.length / 2)) ?? "" }
    : response,
  hangUp: plan.hangUp,
  delayMs: plan.delayMs,
  deliveryCopies: plan.deliveryCopies,
  fault,
});

function struck(definition: TwinDefinition, plan: FaultPlan, response: TwinResponse): TwinResponse {
  if (plan.status === null) return response;
  const retryAfter: Record<string, string> =
    plan.retryAfterSeconds === null ? {} : { "retry-after": String(plan.retryAfterSeconds) };
  if (plan.status === 429) {
    const { "retry-after": _placeholder, ...headers } = definition.quota.exceeded.headers ?? {};
    return { ...definition.quota.exceeded, headers: { ...headers, ...retryAfter } };
  }
  return { status: plan.status, headers: { "content-type": "text/plain", ...retryAfter }, body: "" };
}

const quotaCollection = "_quota";

/** A fixed window that starts with its first request: simpler than the vendors' rolling ones, and never more generous over two. */
async function counted(
  { quota }: TwinDefinition,
  { store, now }: TwinContext,
  { quotaLimit }: HandleOptions,
  respond: () => Promise<TwinResponse>,
): Promise<TwinResponse> {
  const limit = quotaLimit ?? quota.limit;
  const stored = await store.get(quotaCollection, "window");
  const startedAt = Number(stored?.startedAt ?? 0);
  const fresh = now.getTime() - startedAt >= quota.windowMs || now.getTime() < startedAt;
  const start = fresh ? now.getTime() : startedAt;
  const used = fresh ? 0 : Number(stored?.used ?? 0);
  if (used >= limit) {
    const leftSeconds = Math.max(1, Math.ceil((start + quota.windowMs - now.getTime()) / 1_000));
    const { "retry-after": placeholder, ...headers } = quota.exceeded.headers ?? {};
    const retryAfter: Record<string, string> = placeholder === undefined ? {} : { "retry-after": String(leftSeconds) };
    return { ...quota.exceeded, headers: { ...quota.headers(0), ...headers, ...retryAfter } };
  }
  await store.put(quotaCollection, "window", { startedAt: start, used: used + 1 });
  const response = await respond();
  return { ...response, headers: { ...quota.headers(limit - used - 1), ...response.headers } };
}

/** The first route that fits, so a definition lists fixed paths before those with parameters. A trailing slash is ignored. */
export function matchRoute(
  routes: readonly TwinRoute[],
  method: string,
  path: string,
): { route: TwinRoute; params: Record<string, string> } | null {
  const given = segments(path);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchSegments(segments(route.path), given);
    if (params) return { route, params };
  }
  return null;
}

function matchSegments(pattern: string[], given: string[]): Record<string, string> | null {
  if (pattern.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (decoded === null) return null;
    params[part.slice(1)] = decoded;
  }
  return params;
}

const segments = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
