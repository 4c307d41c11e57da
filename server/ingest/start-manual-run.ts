import { Fault } from "#nodes/_core/fault.ts";
import { findNodeType } from "#nodes/_core/flow/node-type.ts";
import { findRefusedKey, type Json } from "#nodes/_core/json.ts";
import { checkValue } from "#nodes/_core/schema/check-value.ts";
import { catalogue } from "#nodes/catalogue.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";
import { recordEvent } from "./record-event.ts";

/** A run started by a person, with a completed event instead of a vendor's. */
export interface ManualRun {
  orgId: string;
  flowId: string;
  nodeId: string;
  event: Json;
}

/** Starts a run of the live version; the run's id. The event must be what the trigger would give. */
export async function startManualRun(manual: ManualRun): Promise<{ runId: string }> {
  const { orgId, flowId, nodeId, event } = manual;
  const trigger = await withOrg(orgId, (db) =>
    db.trigger.findFirst({ where: { orgId, flowId, nodeId, active: true } }),
  );
  if (!trigger) {
    throw new Fault({
      kind: "rejected",
      code: "not-live",
      message: "This flow is not live, so there is nothing to run.",
      fix: "Publish it first.",
    });
  }
  const schema = findNodeType(catalogue, trigger.type)?.outputSchema;
  const [violation] = schema ? checkValue(schema, event) : [];
  const refused = findRefusedKey(event);
  if (violation || refused) {
    throw new Fault({
      kind: "rejected",
      code: "event-invalid",
      message: `The event does not fit this trigger: ${violation?.message ?? `the field ${refused} is refused`}`,
      fix: "Start from the trigger's sample and change its values.",
    });
  }
  const recorded = await recordEvent({
    orgId,
    source: "manual",
    connector: trigger.connector,
    connectionId: trigger.connectionId,
    dedupeScope: flowId,
    dedupeKey: `manual ${newId()}`,
    body: event,
    only: { flowId, nodeId },
    names: { entityKey: null, businessKey: "Manual run" },
  });
  const [run] = recorded.runs;
  if (!run) throw new Error("A manual event started no run");
  return { runId: run.runId };
}
