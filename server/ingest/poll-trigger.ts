import { toFault } from "#nodes/_core/fault.ts";
import type { Json } from "#nodes/_core/json.ts";
import type { PollPage, TriggerDefinition } from "#nodes/_kit/trigger.ts";
import { findTrigger } from "#nodes/registry.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { openConnection } from "#server/egress/open-connection.ts";
import { wakeRuns } from "#server/queue/catalog.ts";
import { limited } from "#server/rate/take-token.ts";
import { settings } from "#server/settings.ts";
import { recordEvents } from "./record-event.ts";

/** A poll that is due, leased to this worker under an epoch. */
export interface DuePoll {
  orgId: string;
  flowId: string;
  nodeId: string;
  epoch: number;
}

interface PollRow {
  type: string;
  connector: string;
  connection_id: string;
  config: Json;
  cursor: Json | null;
  poll_failures: number;
}

/**
 * Reads everything that is new. The cursor moves in the same transaction as the events it produced, so a crash
 * anywhere repeats a page and the dedupe keys absorb it. A failure backs off and shows on the trigger.
 */
export async function pollTrigger(poll: DuePoll): Promise<void> {
  const row = await readPoll(poll);
  const trigger = row && findTrigger(row.type)?.trigger;
  if (!row || !trigger?.poll) return;
  try {
    for (;;) {
      const page = await fetchPage(poll, row, trigger.poll);
      const kept = await storePage(poll, row, trigger.poll, page);
      if (!kept || !page.more) return;
      row.cursor = page.cursor;
    }
  } catch (error) {
    await storeFailure(poll, row, toFault(error, "Polling").toJSON(), trigger.poll.intervalMs);
  }
}

function readPoll(poll: DuePoll): Promise<PollRow | undefined> {
  return withOrgSql(poll.orgId, async (client) => {
    const { rows } = await client.query<PollRow>({
      name: "read-poll",
      text: `select type, connector, connection_id, config, cursor, poll_failures from trigger
              where org_id = $1 and flow_id = $2 and node_id = $3 and poll_epoch = $4 and active`,
      values: [poll.orgId, poll.flowId, poll.nodeId, poll.epoch],
    });
    return rows[0];
  });
}

type PollDefinition = NonNullable<TriggerDefinition["poll"]>;

async function fetchPage(poll: DuePoll, row: PollRow, definition: PollDefinition): Promise<PollPage> {
  const connection = await openConnection(poll.orgId, row.connection_id);
  const http = limited(connection.http, {
    orgId: poll.orgId,
    connectionId: row.connection_id,
    connector: connection.connector,
    quota: connection.quota,
  });
  return definition.fetch(row.config, row.cursor ?? definition.start(new Date()), http, connection.account);
}

/** False when the lease went to another worker meanwhile: then nothing is written. */
function storePage(poll: DuePoll, row: PollRow, definition: PollDefinition, page: PollPage): Promise<boolean> {
  return withOrgSql(poll.orgId, async (client) => {
    const { rowCount } = await client.query({
      name: "move-cursor",
      text: `update trigger set cursor = $5, poll_failures = 0, last_fault = null,
                    poll_due_at = mr_now() + $6 * interval '1 millisecond',
                    poll_lease_till = case when $7 then mr_now() + $8 * interval '1 millisecond' end
              where org_id = $1 and flow_id = $2 and node_id = $3 and poll_epoch = $4 and active`,
      values: [
        poll.orgId,
        poll.flowId,
        poll.nodeId,
        poll.epoch,
        JSON.stringify(page.cursor),
        definition.intervalMs,
        page.more,
        settings.poll.leaseMs,
      ],
    });
    if (rowCount === 0) return false;
    const recorded = await recordEvents(
      client,
      poll.orgId,
      page.events.map((event) => ({
        orgId: poll.orgId,
        source: "poll",
        connector: row.connector,
        connectionId: row.connection_id,
        dedupeScope: poll.flowId,
        dedupeKey: `${poll.nodeId} ${definition.dedupeKey(event)}`,
        body: event,
        only: { flowId: poll.flowId, nodeId: poll.nodeId },
      })),
    );
    await wakeRuns(
      client,
      recorded.flatMap((one) => one.runs),
    );
    return true;
  });
}

async function storeFailure(poll: DuePoll, row: PollRow, fault: object, intervalMs: number): Promise<void> {
  const backOffMs = Math.min(settings.retry.capMs, intervalMs * 2 ** Math.min(row.poll_failures, 10));
  await withOrgSql(poll.orgId, (client) =>
    client.query({
      name: "poll-failed",
      text: `update trigger set poll_failures = poll_failures + 1, last_fault = $5, poll_lease_till = null,
                    poll_due_at = mr_now() + $6 * interval '1 millisecond'
              where org_id = $1 and flow_id = $2 and node_id = $3 and poll_epoch = $4`,
      values: [poll.orgId, poll.flowId, poll.nodeId, poll.epoch, JSON.stringify(fault), backOffMs],
    }),
  );
}
