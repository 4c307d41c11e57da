import { withOrgSql } from "#server/db/with-org.ts";
import { wakeRuns } from "#server/queue/catalog.ts";
import { settings } from "#server/settings.ts";

/** What a run waits for whose connection needs a person. */
export const reauthKey = (connectionId: string): string => `reauth:${connectionId}`;

/** The connection works again: every run that waited for it goes on. Returns how many. */
export function resumeConnection(orgId: string, connectionId: string): Promise<number> {
  return withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ id: string; class: string }>({
      name: "resume-connection",
      text: `update run set state = 'ready', park_reason = null, park_key = null,
                            due_at = mr_now() + $3 * interval '1 millisecond'
              where org_id = $1 and park_key = $2 and state = 'parked' and park_reason = 'reauth'
          returning id, class`,
      values: [orgId, reauthKey(connectionId), settings.run.hintGraceMs],
    });
    await wakeRuns(
      client,
      rows.map((row) => ({ orgId, runId: row.id, class: row.class, delayMs: 0 })),
    );
    return rows.length;
  });
}
