import { randomBytes } from "node:crypto";
import { signDelivery } from "#nodes/_kit/verify/sign.ts";
import { seedConnection } from "#prisma/seed/connection.ts";
import { lineOf, seedLiveFlow } from "#prisma/seed/flow.ts";
import { seedOrganisation } from "#prisma/seed/organisation.ts";
import { withOrg, withOrgSql } from "#server/db/with-org.ts";
import { seal } from "#server/vault/seal.ts";
import { secretFields } from "#server/vault/secret-fields.ts";
import { type Stage, startDoors, startWorker } from "../demo/stage.ts";
import { webhook } from "./connector.ts";
import type { Contestant } from "./contestant.ts";
import { expression } from "./deal.ts";

interface ProductOptions {
  organisations: number;
  targetOrigin: string;
  /** The connections' quota is counted by the token bucket; otherwise they have none. */
  withQuota: boolean;
  /** Node arguments for web and worker. */
  nodeArgs: string[];
}

interface Org {
  orgId: string;
  account: string;
  endpointId: string;
  url: string;
  secret: string;
}

/** The product: its webhook door, its worker, ledger, breaker, order per entity, history and tenancy, as they are. */
export async function startProduct(stage: Stage, options: ProductOptions): Promise<Contestant> {
  const orgs: Org[] = [];
  for (let from = 0; from < options.organisations; from += 10) {
    const some = Array.from({ length: Math.min(10, options.organisations - from) }, () => makeOrg(options));
    orgs.push(...(await Promise.all(some)));
  }
  const preload = ["--import", new URL("preload.ts", import.meta.url).href, ...options.nodeArgs];
  const doors = await startDoors(stage, { nodeArgs: preload });
  const worker = await startWorker(stage, { nodeArgs: preload });
  return {
    name: "product",
    organisations: orgs.length,
    door: (index) => {
      const org = orgs[index % orgs.length];
      if (!org) throw new Error("There is no organisation");
      return {
        url: new URL(`${doors.base}/hooks/${org.endpointId}`),
        account: org.account,
        sign: (body) => signDelivery(webhook.verify, { method: "POST", url: org.url, body }, org.secret, new Date()),
      };
    },
    pids: [doors.pid, worker.pid],
    settled: async () => {
      const counts = await Promise.all(orgs.map(countDone));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    stop: async () => {
      await worker.stop();
      await doors.stop();
    },
  };
}

async function makeOrg({ targetOrigin, withQuota }: ProductOptions): Promise<Org> {
  const orgId = await seedOrganisation();
  const account = randomBytes(6).toString("hex");
  const secret = randomBytes(32).toString("hex");
  const seeded = await seedConnection(orgId, { connector: "bench", accountId: account, origin: targetOrigin });
  const { id: connection, appId, endpointId } = seeded;
  await seal(orgId, { ownerId: appId, field: secretFields.webhookSecret }, secret);
  await seal(orgId, { ownerId: connection, field: secretFields.accessToken }, "bench-access-token");
  await withOrg(orgId, (db) =>
    db.connection.updateMany({
      data: { tokenExpiresAt: new Date(Date.now() + 86_400_000), ...(withQuota ? {} : { quota: { limit: null } }) },
    }),
  );
  const graph = lineOf(
    { id: "deal_won", type: "bench/deal-won", connection },
    { id: "map_order", type: "logic/map", config: { expression } },
    { id: "create_order", type: "bench/create-order", connection },
  );
  await seedLiveFlow(orgId, graph);
  return { orgId, account, endpointId, url: `http://127.0.0.1/hooks/${endpointId}`, secret };
}

const countDone = ({ orgId }: Org): Promise<number> =>
  withOrgSql(orgId, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from run where org_id = $1 and state = 'done'",
      [orgId],
    );
    return rows[0]?.count ?? 0;
  });
