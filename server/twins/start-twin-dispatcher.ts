import { isJsonObject, type JsonObject } from "#nodes/_core/json.ts";
import { clock } from "#server/clock.ts";
import { inTransaction, withOrgSql } from "#server/db/with-org.ts";
import { postToOwnDoor } from "#server/egress/own-door.ts";
import { createLogger } from "#server/logger.ts";
import { onKick } from "./kick-deliveries.ts";
import { twinDefinition } from "./twin-row.ts";
import { twinSettings } from "./twin-settings.ts";

const log = createLogger("twins");

/**
 * Sends the webhooks that twins have queued, signed as the vendor signs, until our door has answered 2xx: like a vendor,
 * with growing pauses and at least once. Several processes may run one; a claim keeps them apart.
 */
export function startTwinDispatcher(): { stop(): Promise<void> } {
  let stopped = false;
  let kicked = false;
  let wake: (() => void) | undefined;
  onKick(() => {
    kicked = true;
    wake?.();
  });

  async function run(): Promise<void> {
    while (!stopped) {
      kicked = false;
      const sent = await sendDue().catch((error: unknown) => {
        log.warn({ error }, "twins could not send their webhooks");
        return 0;
      });
      if (sent === 0 && !kicked && !stopped) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(go, twinSettings.deliveryTickMs);
      function go(): void {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      }
      wake = go;
    });
  }

  const running = run();
  return {
    stop: async () => {
      stopped = true;
      onKick(undefined);
      wake?.();
      await running;
    },
  };
}

/** One round; answers how many deliveries it tried. */
export async function sendDue(): Promise<number> {
  const due = await inTransaction(async (client) => {
    const { rows } = await client.query<{ org_id: string; vendor: string; id: string }>({
      name: "twin-due",
      text: "select org_id, vendor, id from mr_due_twin_deliveries($1)",
      values: [twinSettings.deliveryBatch],
    });
    return rows;
  });
  const groups = Map.groupBy(due, (row) => `${row.org_id} ${row.vendor}`);
  const counts = await Promise.all(
    [...groups.values()].map(async (rows) => {
      const [first] = rows;
      return first
        ? await sendGroup(
            first.org_id,
            first.vendor,
            rows.map((row) => row.id),
          )
        : 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Claimed {
  id: string;
  events: unknown;
  attempts: number;
  url: string | null;
  secret: string;
}

async function sendGroup(orgId: string, vendor: string, ids: string[]): Promise<number> {
  const claimed = await withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<Claimed>({
      name: "twin-claim",
      text: `update twin_delivery d set attempts = d.attempts + 1,
                    due_at = mr_now() + make_interval(secs => $4::float8 / 1000)
               from twin t
              where d.org_id = $1 and d.vendor = $2 and d.id = any ($3::uuid[]) and d.due_at <= (select mr_now())
                and t.org_id = d.org_id and t.vendor = d.vendor
             returning d.id, d.events, d.attempts, t.client_secret as secret, (
               select e.url from endpoint e join app_registration a on a.org_id = e.org_id and a.id = e.app_id
                where e.org_id = d.org_id and e.connector = d.vendor and a.client_id = t.client_id
                order by e.created_at limit 1) as url`,
      values: [orgId, vendor, ids, 2 * twinSettings.deliveryTimeoutMs],
    });
    return rows;
  });
  const done: string[] = [];
  const failed: Claimed[] = [];
  await Promise.all(
    claimed.map(async (delivery) => {
      if (await isAccepted(vendor, delivery)) done.push(delivery.id);
      else failed.push(delivery);
    }),
  );
  await withOrgSql(orgId, async (client) => {
    if (done.length > 0) {
      await client.query("delete from twin_delivery where org_id = $1 and vendor = $2 and id = any ($3::uuid[])", [
        orgId,
        vendor,
        done,
      ]);
    }
    for (const { id, attempts } of failed) {
      await client.query(
        `update twin_delivery set due_at = mr_now() + make_interval(secs => $4::float8 / 1000)
          where org_id = $1 and vendor = $2 and id = $3`,
        [orgId, vendor, id, pauseAfter(attempts)],
      );
    }
  });
  return claimed.length;
}

/** Also true where there is nobody to tell: no door is registered, or this vendor pushes nothing. */
async function isAccepted(vendor: string, { events, url, secret }: Claimed): Promise<boolean> {
  const { sign } = twinDefinition(vendor);
  if (!sign || url === null) return true;
  const list: JsonObject[] = Array.isArray(events) ? events.filter(isJsonObject) : [];
  const { headers, body } = sign(list, secret, url, clock.now());
  try {
    const { status } = await postToOwnDoor(url, headers, body, { timeoutMs: twinSettings.deliveryTimeoutMs });
    return status >= 200 && status < 300;
  } catch {
    return false;
  }
}

const pauseAfter = (attempts: number): number =>
  Math.min(twinSettings.deliveryRetryCapMs, twinSettings.deliveryRetryMs * 2 ** Math.min(attempts - 1, 20));
