import { clock } from "#server/clock.ts";
import { forgetFull } from "./keep-small.ts";
import { twinBase } from "./twin-base.ts";
import { enterTwin } from "./twin-lane.ts";

/**
 * Back to the seeded state: records, log, faults and webhooks that still wait are gone. Its tokens stay good, so that the
 * connection works on; numbers go on too, since an id that comes twice would look like the same object to our ledger.
 */
export async function resetTwin(orgId: string, vendor: string): Promise<void> {
  const door = { orgId, vendor };
  await enterTwin(door, async (visit) => {
    await visit.store.flush();
    for (const statement of [
      "delete from twin_record where org_id = $1 and vendor = $2 and collection not like '\\_oauth%'",
      "delete from twin_request where org_id = $1 and vendor = $2",
      "delete from twin_fault where org_id = $1 and vendor = $2",
      "delete from twin_delivery where org_id = $1 and vendor = $2",
    ]) {
      await visit.client.query(statement, [orgId, vendor]);
    }
    visit.store.forget();
    await visit.definition.seed(visit.context(`${twinBase()}/twin/${vendor}/${visit.row.key}`, []));
    await visit.store.put("_host", "seeded", { at: clock.now().toISOString() });
  });
  forgetFull(door);
}
