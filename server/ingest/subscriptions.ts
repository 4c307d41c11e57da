import type pg from "pg";
import { isJsonObject, type Json } from "#nodes/_core/json.ts";
import { findTrigger } from "#nodes/registry.ts";
import type { IncomingEvent } from "./record-event.ts";

/** A trigger node of a live version, as ingest needs it. */
export interface LiveTrigger {
  flowId: string;
  nodeId: string;
  version: number;
  class: string;
  connectionId: string | null;
  environment: string;
  ordered: boolean;
  accepts(body: Json): boolean;
  names(body: Json): { entityKey: string | null; businessKey: string };
}

interface TriggerRow {
  flow_id: string;
  node_id: string;
  version: number;
  type: string;
  class: string;
  connection_id: string | null;
  environment: string;
  ordered: boolean;
  config: Json;
}

/**
 * Who listens on these connections right now. Read in the transaction that records the event, never cached: an event
 * that arrives a moment after a publish must start a run.
 */
export async function loadTriggers(
  client: pg.PoolClient,
  connectionIds: string[],
  flowIds: string[],
): Promise<LiveTrigger[]> {
  const { rows } = await client.query<TriggerRow>({
    name: "load-triggers",
    // A trigger without a connection of its own is as live as the most serious connection its flow uses.
    text: `select t.flow_id, t.node_id, t.version, t.type, t.class, t.connection_id, t.ordered, t.config,
                  coalesce(c.environment, (
                    select min(k.environment) from flow_version v join connection k on k.org_id = v.org_id
                     where v.org_id = t.org_id and v.flow_id = t.flow_id and v.version = t.version
                       and position(k.id::text in v.graph::text) > 0
                  ), 'sandbox') as environment
             from trigger t left join connection c on c.org_id = t.org_id and c.id = t.connection_id
            where t.active and (t.connection_id = any ($1::uuid[]) or t.flow_id = any ($2::uuid[]))`,
    values: [connectionIds, flowIds],
  });
  return rows.map((row) => {
    const definition = findTrigger(row.type)?.trigger;
    return {
      flowId: row.flow_id,
      nodeId: row.node_id,
      version: row.version,
      class: row.class,
      connectionId: row.connection_id,
      environment: row.environment,
      ordered: row.ordered,
      accepts: (body) => isJsonObject(body) && (definition?.accepts?.(body, row.config) ?? false),
      names: (body) =>
        isJsonObject(body) && definition
          ? { entityKey: definition.entityKey(body), businessKey: definition.businessKey(body) }
          : { entityKey: null, businessKey: "" },
    };
  });
}

export function startsOf(event: IncomingEvent, triggers: LiveTrigger[]): LiveTrigger[] {
  const { only } = event;
  return triggers.filter((trigger) =>
    only
      ? trigger.flowId === only.flowId && trigger.nodeId === only.nodeId
      : trigger.connectionId === event.connectionId && trigger.accepts(event.body),
  );
}
