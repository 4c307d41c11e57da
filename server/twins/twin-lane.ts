import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import type { JsonObject } from "#nodes/_core/json.ts";
import { selectFault, spendFault, type TwinFault } from "#nodes/_kit/twin/fault.ts";
import type { TwinContext, TwinDefinition, TwinRoute } from "#nodes/_kit/twin/twin.ts";
import { clock } from "#server/clock.ts";
import { newId } from "#server/db/uuid.ts";
import { withOrgSql } from "#server/db/with-org.ts";
import { keepSmall } from "./keep-small.ts";
import { kickDeliveries } from "./kick-deliveries.ts";
import { loadTwin, type TwinDoor, type TwinRow, twinDefinition } from "./twin-row.ts";
import { type BufferedStore, bufferedStore } from "./twin-store.ts";

/**
 * Everything that happens in a twin happens here: one after the other, as in the vendor's own database. What waits when a
 * transaction ends goes through the next one together, so that many callers share the price of one commit. Other processes
 * are kept out by a lock in PostgreSQL.
 */
export function enterTwin<T>(door: TwinDoor, work: (visit: TwinVisit) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const key = `${door.orgId} ${door.vendor}`;
    const lane = lanes.get(key) ?? { door, waiting: [], busy: false };
    lanes.set(key, lane);
    lane.waiting.push({
      run: async (visit) => {
        const result = await work(visit);
        return () => resolve(result);
      },
      fail: reject,
    });
    void drain(key, lane);
  });
}

/** One caller's stay in the twin. */
export interface TwinVisit {
  row: TwinRow;
  definition: TwinDefinition;
  store: BufferedStore;
  client: pg.PoolClient;
  /** `deliveries` collects what the visit wants to push; give it to `queue` as often as it is to be sent. */
  context(origin: string, deliveries: JsonObject[][]): TwinContext;
  faultFor(route: TwinRoute): TwinFault | null;
  spend(fault: TwinFault): void;
  queue(deliveries: JsonObject[][]): void;
  record(entry: LogEntry): void;
}

/** What the log keeps of a request: the oracle by which effects are counted. */
export interface LogEntry {
  method: string;
  path: string;
  status: number;
  /** A record that people can see was changed. */
  applied: boolean;
  /** The request's idempotency key. */
  key: string | null;
  body: string;
  /** Kind of the fault that struck. */
  fault: string | null;
}

interface Visitor {
  /** Gives back what tells the caller, once everything is committed. */
  run(visit: TwinVisit): Promise<() => void>;
  fail(error: unknown): void;
}

interface Lane {
  door: TwinDoor;
  waiting: Visitor[];
  busy: boolean;
}

const lanes = new Map<string, Lane>();
const mostTogether = 50;

async function drain(key: string, lane: Lane): Promise<void> {
  if (lane.busy) return;
  lane.busy = true;
  try {
    while (lane.waiting.length > 0) await commitTogether(lane.door, lane.waiting.splice(0, mostTogether));
  } finally {
    lane.busy = false;
    lanes.delete(key);
  }
}

async function commitTogether(door: TwinDoor, visitors: Visitor[]): Promise<void> {
  const told: (() => void)[] = [];
  let queued = 0;
  try {
    await withOrgSql(door.orgId, async (client) => {
      await lock(client, door);
      const batch = new Batch(await loadTwin(client, door), client);
      for (const visitor of visitors) {
        try {
          told.push(await visitor.run(batch.visit));
        } catch (error) {
          // a statement that failed has broken the transaction; anything else is this visitor's own affair
          if (isDatabaseError(error)) throw error;
          told.push(() => visitor.fail(error));
        }
      }
      queued = await batch.finish();
    });
  } catch (error) {
    for (const visitor of visitors) visitor.fail(error);
    return;
  }
  for (const tell of told) tell();
  if (queued > 0) kickDeliveries();
  keepSmall(door, visitors.length);
}

/**
 * Alone in this twin until the end of the transaction, which does not wait for the disk. That is safe although effects are
 * counted here: the ledger lives in the same database and commits later, so a crash that loses a twin's record has lost
 * the proof of it too, and the effect is resolved again.
 */
async function lock(client: pg.PoolClient, { orgId, vendor }: TwinDoor): Promise<void> {
  await client.query({
    name: "twin-lock",
    text: "select pg_advisory_xact_lock(hashtextextended($1, 7)), set_config('synchronous_commit', 'off', true)",
    values: [`${orgId} ${vendor}`],
  });
}

class Batch {
  readonly visit: TwinVisit;
  private readonly client: pg.PoolClient;
  private readonly row: TwinRow;
  private readonly entries: LogEntry[] = [];
  private readonly deliveries: JsonObject[][] = [];
  private faults: TwinFault[];

  constructor(row: TwinRow, client: pg.PoolClient) {
    this.client = client;
    this.row = row;
    this.faults = row.faults;
    const store = bufferedStore(client, row.orgId, row.vendor);
    this.visit = {
      row,
      definition: twinDefinition(row.vendor),
      store,
      client,
      context: (origin, deliveries) => ({
        store,
        now: clock.now(),
        account: row.account,
        client: row.client,
        origin,
        uuid: () => randomUUID(),
        deliver: (events) => deliveries.push(events),
      }),
      faultFor: (route) => selectFault(this.faults, route),
      spend: (fault) => {
        this.faults = spendFault(this.faults, fault);
      },
      queue: (deliveries) => this.deliveries.push(...deliveries),
      record: (entry) => this.entries.push(entry),
    };
  }

  /** Writes what the visits left; answers how many deliveries wait now. */
  async finish(): Promise<number> {
    await this.visit.store.flush();
    if (this.faults !== this.row.faults) await this.writeFaults();
    if (this.entries.length > 0) await this.writeLog();
    if (this.deliveries.length > 0) await this.writeDeliveries();
    return this.deliveries.length;
  }

  private async writeFaults(): Promise<void> {
    const left = new Map(this.faults.map((fault) => [fault.id, fault.remaining]));
    for (const { id, remaining } of this.row.faults) {
      const now = left.get(id);
      if (now === remaining) continue;
      await this.client.query(
        now === undefined
          ? {
              text: "delete from twin_fault where org_id = $1 and vendor = $2 and id = $3",
              values: [this.row.orgId, this.row.vendor, id],
            }
          : {
              text: "update twin_fault set remaining = $4 where org_id = $1 and vendor = $2 and id = $3",
              values: [this.row.orgId, this.row.vendor, id, now],
            },
      );
    }
  }

  private async writeLog(): Promise<void> {
    const { entries } = this;
    await this.client.query({
      name: "twin-log",
      text: `insert into twin_request (org_id, vendor, method, path, status, applied, key, body_hash, fault)
             select $1, $2, w.* from unnest($3::text[], $4::text[], $5::int[], $6::boolean[], $7::text[], $8::bytea[], $9::text[])
                as w (method, path, status, applied, key, body_hash, fault)`,
      values: [
        this.row.orgId,
        this.row.vendor,
        entries.map((entry) => entry.method),
        entries.map((entry) => entry.path),
        entries.map((entry) => entry.status),
        entries.map((entry) => entry.applied),
        entries.map((entry) => entry.key),
        entries.map((entry) => createHash("sha256").update(entry.body).digest()),
        entries.map((entry) => entry.fault),
      ],
    });
  }

  private async writeDeliveries(): Promise<void> {
    await this.client.query({
      name: "twin-deliver",
      text: `insert into twin_delivery (org_id, vendor, id, events)
             select $1, $2, w.id, w.events::json from unnest($3::uuid[], $4::text[]) as w (id, events)`,
      values: [
        this.row.orgId,
        this.row.vendor,
        this.deliveries.map(() => newId()),
        this.deliveries.map((events) => JSON.stringify(events)),
      ],
    });
  }
}

const isDatabaseError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "severity" in error && "routine" in error;
