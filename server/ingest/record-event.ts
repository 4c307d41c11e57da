import { createHash } from "node:crypto";
import type pg from "pg";
import { RunClass } from "#nodes/_core/flow/flow.ts";
import type { Json } from "#nodes/_core/json.ts";
import { createGroupCommit, type GroupCommit } from "#server/db/group-commit.ts";
import { newId, timeOfId } from "#server/db/uuid.ts";
import { type WakeRun, wakeRuns } from "#server/queue/catalog.ts";
import { settings } from "#server/settings.ts";
import { type LiveTrigger, loadTriggers, startsOf } from "./subscriptions.ts";

/** Something that happened, verified and routed, on its way into the database. */
export interface IncomingEvent {
  orgId: string;
  source: "webhook" | "poll" | "manual";
  connector: string;
  /** Null where no vendor is asked: a run by hand. */
  connectionId: string | null;
  /** Within it a dedupe key is unique: the connection for webhooks, the flow for polls and manual runs. */
  dedupeScope: string;
  dedupeKey: string;
  body: Json;
  /** Start exactly these triggers (polls, manual runs) instead of whoever listens on the connection. */
  only?: { flowId: string; nodeId: string };
  /** For bodies the trigger's own functions cannot name: a manual run starts with the completed event. */
  names?: EventNames;
}

export interface EventNames {
  entityKey: string | null;
  businessKey: string;
}

export interface Recorded {
  /** False: this happening was accepted before. */
  fresh: boolean;
  eventId: string;
  runs: WakeRun[];
}

declare global {
  var millraceIngest: GroupCommit<IncomingEvent, Recorded> | undefined;
}

/**
 * Accepts an event: event, dedupe key, runs of every listening flow, order and wake hints in one group commit.
 * Resolves after COMMIT returned; rejects when it is not certain that it did.
 */
export function recordEvent(event: IncomingEvent): Promise<Recorded> {
  globalThis.millraceIngest ??= createGroupCommit<IncomingEvent, Recorded>({
    max: settings.ingest.groupMax,
    waitMs: settings.ingest.groupWaitMs,
    lanes: 1,
    write: recordEvents,
    finish: (client, results) =>
      wakeRuns(
        client,
        results.flatMap((result) => result.runs),
      ),
  });
  return globalThis.millraceIngest.add(event);
}

/** The same inside a transaction of the caller's, already in the organisation. Wake hints are the caller's. */
export async function recordEvents(client: pg.PoolClient, orgId: string, events: IncomingEvent[]): Promise<Recorded[]> {
  const ids = events.map(() => newId());
  const fresh = await claimDedupeKeys(client, orgId, events, ids);
  const results: Recorded[] = events.map((_, index) => {
    const eventId = ids[index] ?? "";
    return { fresh: fresh.has(eventId), eventId, runs: [] };
  });
  const accepted = events.flatMap((event, index) => {
    const result = results[index];
    return result?.fresh ? [{ event, result }] : [];
  });
  if (accepted.length === 0) return results;

  const distinct = (ids: (string | null | undefined)[]) => [...new Set(ids.filter((id) => typeof id === "string"))];
  const triggers = await loadTriggers(
    client,
    distinct(accepted.map(({ event }) => (event.only ? null : event.connectionId))),
    distinct(accepted.map(({ event }) => event.only?.flowId)),
  );
  const rows = accepted.map(({ event, result }) => {
    const starts = startsOf(event, triggers);
    return { event, result, starts, names: namesOf(event, starts[0]) };
  });
  await insertEvents(client, orgId, rows);
  await insertRuns(client, orgId, rows);
  return results;
}

interface AcceptedRow {
  event: IncomingEvent;
  result: Recorded;
  starts: LiveTrigger[];
  names: EventNames;
}

const namesOf = (event: IncomingEvent, trigger: LiveTrigger | undefined): EventNames =>
  event.names ?? trigger?.names(event.body) ?? { entityKey: null, businessKey: "" };

async function claimDedupeKeys(
  client: pg.PoolClient,
  orgId: string,
  events: IncomingEvent[],
  ids: string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ event_id: string }>({
    name: "claim-dedupe-keys",
    text: `insert into event_dedupe (org_id, scope, key_hash, event_id)
           select $1, k.scope, k.hash, k.id from unnest($2::uuid[], $3::bytea[], $4::uuid[]) as k (scope, hash, id)
            order by k.scope, k.hash
           on conflict do nothing returning event_id`,
    values: [
      orgId,
      events.map((event) => event.dedupeScope),
      events.map((event) => createHash("sha256").update(event.dedupeKey).digest()),
      ids,
    ],
  });
  return new Set(rows.map((row) => row.event_id));
}

async function insertEvents(client: pg.PoolClient, orgId: string, rows: AcceptedRow[]): Promise<void> {
  await client.query({
    name: "insert-events",
    text: `insert into event (org_id, id, created_at, source, connector, connection_id, entity_key, business_key, state, body)
           select $1, e.id, e.at, e.source, e.connector, e.connection, e.entity, e.business, e.state, e.body
             from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::json[])
               as e (id, at, source, connector, connection, entity, business, state, body)`,
    values: [
      orgId,
      rows.map(({ result }) => result.eventId),
      rows.map(({ result }) => timeOfId(result.eventId)),
      rows.map(({ event }) => event.source),
      rows.map(({ event }) => event.connector),
      rows.map(({ event }) => event.connectionId),
      rows.map(({ names }) => names.entityKey),
      rows.map(({ names }) => names.businessKey),
      rows.map(({ starts }) => (starts.length > 0 ? "accepted" : "ignored")),
      rows.map(({ event }) => JSON.stringify(event.body)),
    ],
  });
}

async function insertRuns(client: pg.PoolClient, orgId: string, rows: AcceptedRow[]): Promise<void> {
  const runs = rows.flatMap(({ event, result, starts }) =>
    starts.map((trigger) => ({ event, result, trigger, id: newId(), ...namesOf(event, trigger) })),
  );
  if (runs.length === 0) return;
  const sequences = await takeSequences(
    client,
    orgId,
    runs.map((run) => ({ flowId: run.trigger.flowId, entityKey: run.trigger.ordered ? run.entityKey : null })),
  );
  await client.query({
    name: "insert-runs",
    text: `insert into run (org_id, id, created_at, flow_id, version, trigger_node, event_id, event_at, class, environment,
                            business_key, entity_key, entity_seq, state, due_at)
           select $1, r.id, r.at, r.flow, r.version, r.node, r.event, r.event_at, r.class, r.environment,
                  r.business, r.entity, r.seq, 'ready', mr_now() + $14 * interval '1 millisecond'
             from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::int[], $6::text[], $7::uuid[], $8::timestamptz[],
                         $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[])
               as r (id, at, flow, version, node, event, event_at, class, environment, business, entity, seq)`,
    values: [
      orgId,
      runs.map((run) => run.id),
      runs.map((run) => timeOfId(run.id)),
      runs.map((run) => run.trigger.flowId),
      runs.map((run) => run.trigger.version),
      runs.map((run) => run.trigger.nodeId),
      runs.map((run) => run.result.eventId),
      runs.map((run) => timeOfId(run.result.eventId)),
      runs.map((run) => run.trigger.class),
      runs.map((run) => run.trigger.environment),
      runs.map((run) => run.businessKey),
      runs.map((run) => (run.trigger.ordered ? run.entityKey : null)),
      sequences,
      settings.run.hintGraceMs,
    ],
  });
  for (const run of runs) {
    run.result.runs.push({ orgId, runId: run.id, class: RunClass.parse(run.trigger.class), delayMs: 0 });
  }
}

/** The next numbers per flow and entity, in the order of the runs. Null where no order is kept. */
async function takeSequences(
  client: pg.PoolClient,
  orgId: string,
  runs: { flowId: string; entityKey: string | null }[],
): Promise<(string | null)[]> {
  const wanted = new Map<string, { flowId: string; entityKey: string; count: number }>();
  for (const { flowId, entityKey } of runs) {
    if (entityKey === null) continue;
    const key = `${flowId} ${entityKey}`;
    const known = wanted.get(key);
    if (known) known.count += 1;
    else wanted.set(key, { flowId, entityKey, count: 1 });
  }
  if (wanted.size === 0) return runs.map(() => null);
  const list = [...wanted.values()];
  const { rows } = await client.query<{ flow_id: string; entity_key: string; first: string }>({
    name: "take-sequences",
    text: `insert into entity_sequence as s (org_id, flow_id, entity_key, last)
           select $1, w.flow, w.entity, w.n from unnest($2::uuid[], $3::text[], $4::bigint[]) as w (flow, entity, n)
            order by w.flow, w.entity
           on conflict (org_id, flow_id, entity_key)
           do update set last = s.last + excluded.last, updated_at = mr_now()
           returning flow_id, entity_key, last as first`,
    values: [orgId, list.map((one) => one.flowId), list.map((one) => one.entityKey), list.map((one) => one.count)],
  });
  const next = new Map(
    rows.map((row) => {
      const key = `${row.flow_id} ${row.entity_key}`;
      return [key, BigInt(row.first) - BigInt(wanted.get(key)?.count ?? 0)];
    }),
  );
  return runs.map(({ flowId, entityKey }) => {
    if (entityKey === null) return null;
    const key = `${flowId} ${entityKey}`;
    const number = (next.get(key) ?? 0n) + 1n;
    next.set(key, number);
    return number.toString();
  });
}
