import { inTransaction } from "#server/db/with-org.ts";
import { pollTrigger } from "#server/ingest/poll-trigger.ts";
import { createLogger } from "#server/logger.ts";
import { settings } from "#server/settings.ts";
import { every } from "./every.ts";

const log = createLogger("queue");

/** Polls what is due, a few at a time. A lease per trigger keeps two workers from reading the same page. */
export function startPolling(): { stop(): Promise<void> } {
  return every(settings.poll.tickMs, pollDue, log);
}

/** One round over every trigger that is due now. */
export async function pollDue(): Promise<void> {
  const due = await inTransaction(async (client) => {
    const { rows } = await client.query<{ org_id: string; flow_id: string; node_id: string; poll_epoch: number }>({
      name: "due-polls",
      text: "select org_id, flow_id, node_id, poll_epoch from mr_due_polls($1, $2 * interval '1 millisecond')",
      values: [settings.poll.most, settings.poll.leaseMs],
    });
    return rows;
  });
  await Promise.all(
    due.map((row) =>
      pollTrigger({ orgId: row.org_id, flowId: row.flow_id, nodeId: row.node_id, epoch: row.poll_epoch }),
    ),
  );
}
