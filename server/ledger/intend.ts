import type pg from "pg";
import type { Capability } from "#nodes/_kit/action.ts";
import { createGroupCommit, type GroupCommit } from "#server/db/group-commit.ts";
import type { ClaimedRun, StepRecord } from "#server/engine/run.ts";
import { upsertSteps } from "#server/engine/write-steps.ts";
import { settings } from "#server/settings.ts";
import { type Claim, decideClaim, type EffectState } from "./decide-claim.ts";
import { vendorKeyOf } from "./effect-key.ts";

/** A write that is about to happen: its frozen bytes and the steps that led to it. */
export interface Intent {
  orgId: string;
  run: ClaimedRun;
  steps: StepRecord[];
  key: Buffer;
  nodeId: string;
  connectionId: string;
  operation: string;
  subject: string;
  capability: Capability;
  requestHash: Buffer;
  requestSealed: string;
  timeoutMs: number;
  /** The lease would not outlast the call: it is renewed with the intent. */
  renewLease: boolean;
}

/** What the ledger knows and allows. `lost`: the lease is somebody else's; nothing was written. */
export type Intended = { lost: true } | { lost: false; claim: Claim; effect: EffectRow };

export interface EffectRow {
  state: EffectState;
  revision: number;
  vendorKey: string;
  requestSealed: string | null;
  objectLabel: string | null;
  kept: unknown;
  searches: number;
}

interface KnownRow {
  key: Buffer;
  state: EffectState;
  revision: number;
  vendor_key: string;
  request_hash: Buffer;
  request_sealed: string | null;
  object_label: string | null;
  kept: unknown;
  searches: number;
  sends: number;
  status: number | null;
  run_id: string;
  owner_unfinished: boolean;
  age_ms: number;
  intent_age_ms: number;
}

declare global {
  var millraceIntents: GroupCommit<Intent, Intended> | undefined;
}

/** Intent first: when this resolves with a claim to send, the bytes are committed and the lease is renewed. */
export function intend(intent: Intent): Promise<Intended> {
  globalThis.millraceIntents ??= createGroupCommit<Intent, Intended>({
    max: settings.worker.groupMax,
    waitMs: settings.worker.groupWaitMs,
    lanes: 1,
    write: intendAll,
  });
  return globalThis.millraceIntents.add(intent);
}

async function intendAll(client: pg.PoolClient, orgId: string, intents: Intent[]): Promise<Intended[]> {
  const [short, long] = [intents.filter((one) => one.renewLease), intents.filter((one) => !one.renewLease)];
  const held = new Set([...(await renewLeases(client, orgId, short)), ...(await checkLeases(client, orgId, long))]);
  const kept = intents.filter((intent) => held.has(intent.run.id));
  await upsertSteps(client, orgId, kept);
  const first = await insertEffects(client, orgId, kept);
  const rest = kept.filter((intent) => !first.has(intent));
  const known = rest.length > 0 ? await lockEffects(client, orgId, rest) : new Map<string, KnownRow>();
  const answers = new Map<Intent, Intended>();
  for (const intent of kept) {
    const row = known.get(intent.key.toString("hex"));
    answers.set(intent, first.has(intent) || !row ? sendFirst(intent) : await claimKnown(client, intent, row));
  }
  return intents.map((intent) => answers.get(intent) ?? { lost: true });
}

/** Still ours, and for longer than the call may take: writing the run's row again would say nothing new. */
async function checkLeases(client: pg.PoolClient, orgId: string, intents: Intent[]): Promise<string[]> {
  if (intents.length === 0) return [];
  const { rows } = await client.query<{ id: string }>({
    name: "check-leases",
    text: `select r.id
             from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::float8[]) as h (id, at, epoch, ms)
             join run r on r.org_id = $1 and r.id = h.id and r.created_at = h.at and r.lease_epoch = h.epoch
            where r.state = 'leased' and r.due_at > mr_now() + h.ms * interval '1 millisecond'
              for no key update of r`,
    values: [
      orgId,
      intents.map((intent) => intent.run.id),
      intents.map((intent) => intent.run.createdAt),
      intents.map((intent) => intent.run.epoch),
      intents.map((intent) => intent.timeoutMs),
    ],
  });
  return rows.map((row) => row.id);
}

async function renewLeases(client: pg.PoolClient, orgId: string, intents: Intent[]): Promise<string[]> {
  if (intents.length === 0) return [];
  const { rows } = await client.query<{ id: string }>({
    name: "renew-leases",
    text: `update run r set due_at = mr_now() + $5 * interval '1 millisecond'
             from unnest($2::uuid[], $3::timestamptz[], $4::int[]) as h (id, at, epoch)
            where r.org_id = $1 and r.id = h.id and r.created_at = h.at and r.lease_epoch = h.epoch
              and r.state = 'leased'
           returning r.id`,
    values: [
      orgId,
      intents.map((intent) => intent.run.id),
      intents.map((intent) => intent.run.createdAt),
      intents.map((intent) => intent.run.epoch),
      settings.run.leaseMs,
    ],
  });
  return rows.map((row) => row.id);
}

/** New effects of this batch. Two runs with one effect key meet here: the first row wins, the other sees it held. */
async function insertEffects(client: pg.PoolClient, orgId: string, intents: Intent[]): Promise<Set<Intent>> {
  if (intents.length === 0) return new Set();
  const sorted = [...intents].sort((a, b) => Buffer.compare(a.key, b.key));
  const { rows } = await client.query<{ key: Buffer; run_id: string }>({
    name: "insert-effects",
    text: `insert into effect (org_id, key, flow_id, node_id, connection_id, operation, subject, state, run_id, run_at,
                               run_epoch, request_hash, request_sealed, vendor_key, frozen_at, intent_at, sends)
           select $1, i.key, i.flow, i.node, i.connection, i.operation, i.subject, 'intent', i.run, i.run_at,
                  i.epoch, i.hash, i.sealed, i.vendor_key, mr_now(), mr_now(), 1
             from unnest($2::bytea[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[],
                         $9::timestamptz[], $10::int[], $11::bytea[], $12::text[], $13::text[])
               as i (key, flow, node, connection, operation, subject, run, run_at, epoch, hash, sealed, vendor_key)
           on conflict do nothing returning key, run_id`,
    values: [
      orgId,
      sorted.map((intent) => intent.key),
      sorted.map((intent) => intent.run.flowId),
      sorted.map((intent) => intent.nodeId),
      sorted.map((intent) => intent.connectionId),
      sorted.map((intent) => intent.operation),
      sorted.map((intent) => intent.subject),
      sorted.map((intent) => intent.run.id),
      sorted.map((intent) => intent.run.createdAt),
      sorted.map((intent) => intent.run.epoch),
      sorted.map((intent) => intent.requestHash),
      sorted.map((intent) => intent.requestSealed),
      sorted.map((intent) => vendorKeyOf(intent.key, 0, intent.capability)),
    ],
  });
  const inserted = new Set(rows.map((row) => `${row.key.toString("hex")} ${row.run_id}`));
  return new Set(sorted.filter((intent) => inserted.has(`${intent.key.toString("hex")} ${intent.run.id}`)));
}

async function lockEffects(client: pg.PoolClient, orgId: string, intents: Intent[]): Promise<Map<string, KnownRow>> {
  const { rows } = await client.query<KnownRow>({
    name: "lock-effects",
    text: `select e.key, e.state, e.revision, e.vendor_key, e.request_hash, e.request_sealed, e.object_label, e.kept,
                  e.searches, e.sends, e.status, e.run_id,
                  exists (select 1 from run r where r.org_id = e.org_id and r.id = e.run_id and r.created_at = e.run_at
                             and r.state not in ('done', 'dead', 'cancelled')) as owner_unfinished,
                  (extract(epoch from mr_now() - e.frozen_at) * 1000)::float8 as age_ms,
                  (extract(epoch from mr_now() - e.intent_at) * 1000)::float8 as intent_age_ms
             from effect e where e.org_id = $1 and e.key = any ($2::bytea[]) order by e.key for update of e`,
    values: [orgId, intents.map((intent) => intent.key)],
  });
  return new Map(rows.map((row) => [row.key.toString("hex"), row]));
}

const sendFirst = (intent: Intent): Intended => ({
  lost: false,
  claim: { kind: "send", revision: "first" },
  effect: {
    state: "intent",
    revision: 0,
    vendorKey: vendorKeyOf(intent.key, 0, intent.capability),
    requestSealed: intent.requestSealed,
    objectLabel: null,
    kept: null,
    searches: 0,
  },
});

async function claimKnown(client: pg.PoolClient, intent: Intent, row: KnownRow): Promise<Intended> {
  const claim = decideClaim(
    {
      state: row.state,
      sameRun: row.run_id === intent.run.id,
      ownerUnfinished: row.owner_unfinished,
      sameBytes: row.request_hash.equals(intent.requestHash),
      ageMs: row.age_ms,
      intentAgeMs: row.intent_age_ms,
      searches: row.searches,
      erroredSends: row.status !== null && row.status >= 500 ? row.sends : 0,
    },
    {
      capability: intent.capability,
      busyMs: settings.ledger.busyMs,
      takeoverMs: intent.timeoutMs + settings.call.leaseMarginMs,
      keyAgeShare: settings.ledger.keyAgeShare,
      replayedErrorSends: settings.ledger.replayedErrorSends,
    },
  );
  const effect: EffectRow = {
    state: row.state,
    revision: row.revision,
    vendorKey: row.vendor_key,
    requestSealed: row.request_sealed,
    objectLabel: row.object_label,
    kept: row.kept,
    searches: row.searches,
  };
  if (claim.kind === "send") return { lost: false, claim, effect: await nextRevision(client, intent, row) };
  if (claim.kind === "resend") await takeOver(client, intent, "intent");
  if (claim.kind === "search") await takeOver(client, intent, "unknown");
  return { lost: false, claim, effect };
}

async function nextRevision(client: pg.PoolClient, intent: Intent, row: KnownRow): Promise<EffectRow> {
  const revision = row.revision + 1;
  const vendorKey = vendorKeyOf(intent.key, revision, intent.capability);
  await client.query({
    name: "next-revision",
    text: `update effect set state = 'intent', revision = $3, vendor_key = $4, request_hash = $5, request_sealed = $6,
                             run_id = $7, run_at = $8, run_epoch = $9, frozen_at = mr_now(), intent_at = mr_now(),
                             sends = 1, status = null, searches = 0, fault = null, settled_at = null
            where org_id = $1 and key = $2`,
    values: [
      intent.orgId,
      intent.key,
      revision,
      vendorKey,
      intent.requestHash,
      intent.requestSealed,
      intent.run.id,
      intent.run.createdAt,
      intent.run.epoch,
    ],
  });
  return {
    state: "intent",
    revision,
    vendorKey,
    requestSealed: intent.requestSealed,
    objectLabel: null,
    kept: null,
    searches: 0,
  };
}

/** The effect is this run's now. Only a send counts as one; a search must not make its age young again. */
async function takeOver(client: pg.PoolClient, intent: Intent, state: "intent" | "unknown"): Promise<void> {
  await client.query({
    name: "take-over-effect",
    text: `update effect set state = $3, run_id = $4, run_at = $5, run_epoch = $6,
                             intent_at = case when $3 = 'intent' then mr_now() else intent_at end,
                             sends = sends + case when $3 = 'intent' then 1 else 0 end
            where org_id = $1 and key = $2`,
    values: [intent.orgId, intent.key, state, intent.run.id, intent.run.createdAt, intent.run.epoch],
  });
}
