import type { JsonObject } from "#nodes/_core/json.ts";
import { handleTwinRequest, matchRoute } from "#nodes/_kit/twin/route.ts";
import type { TwinRequest, TwinResponse } from "#nodes/_kit/twin/twin.ts";
import { isFull } from "./keep-small.ts";
import { enterTwin } from "./twin-lane.ts";
import { type TwinDoor, twinDefinition } from "./twin-row.ts";

export interface TwinAnswer {
  response: TwinResponse;
  /** Cut the connection instead of answering. */
  hangUp: boolean;
  delayMs: number;
}

/** One request to a twin, committed with its log entry and its webhooks before the answer is known to the caller. */
export async function answerRequest(
  door: TwinDoor,
  origin: string,
  request: Omit<TwinRequest, "params">,
): Promise<TwinAnswer> {
  if (isFull(door) && matchRoute(twinDefinition(door.vendor).routes, request.method, request.path)?.route.mutates) {
    return { response: { status: 507, body: "This sandbox is full. Reset it." }, hangUp: false, delayMs: 0 };
  }
  return await enterTwin(door, async (visit) => {
    const deliveries: JsonObject[][] = [];
    const changed = visit.store.watch();
    const { quotaLimit } = visit.row;
    const outcome = await handleTwinRequest(visit.definition, request, visit.context(origin, deliveries), {
      faultFor: visit.faultFor,
      ...(quotaLimit === undefined ? {} : { quotaLimit }),
    });
    if (outcome.fault) visit.spend(outcome.fault);
    for (let copy = 0; copy < outcome.deliveryCopies; copy++) visit.queue(deliveries);
    visit.record({
      method: request.method,
      path: request.path,
      status: outcome.hangUp ? 0 : outcome.response.status,
      applied: changed(),
      key: request.headers["idempotency-key"] ?? null,
      body: request.body,
      fault: outcome.fault?.strike.kind ?? null,
    });
    return { response: outcome.response, hangUp: outcome.hangUp, delayMs: outcome.delayMs };
  });
}
