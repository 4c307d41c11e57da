import type pg from "pg";
import type { Json } from "#nodes/_core/json.ts";
import type { EffectState } from "./decide-claim.ts";

/** What became of a sent effect. */
export interface EffectSettlement {
  key: Buffer;
  state: Exclude<EffectState, "intent">;
  status: number | null;
  answerHash: Buffer | null;
  object: { id: string; label: string } | null;
  /** Output fields that outlive payloads; null unless done. */
  kept: Json;
  fault: Json;
  searches: number;
}

export interface OwnedSettlement extends EffectSettlement {
  runId: string;
  runEpoch: number;
}

/** Part of the settlement's commit. Fenced by the run and epoch that hold the effect; `done` is final. */
export async function settleEffects(
  client: pg.PoolClient,
  orgId: string,
  settlements: OwnedSettlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const json = (value: Json): string | null => (value === null ? null : JSON.stringify(value));
  await client.query({
    name: "settle-effects",
    text: `update effect e
              set state = s.state, status = s.status, answer_hash = s.hash, object_id = s.object_id,
                  object_label = s.object_label, kept = s.kept, fault = s.fault, searches = s.searches,
                  settled_at = case when s.state in ('done', 'rejected') then mr_now() end,
                  -- Once done, only digests remain: the bytes have served their purpose.
                  request_sealed = case when s.state = 'done' then null else e.request_sealed end
             from unnest($2::bytea[], $3::text[], $4::int[], $5::bytea[], $6::text[], $7::text[], $8::json[], $9::json[],
                         $10::int[], $11::uuid[], $12::int[])
               as s (key, state, status, hash, object_id, object_label, kept, fault, searches, run, epoch)
            where e.org_id = $1 and e.key = s.key and e.run_id = s.run and e.run_epoch = s.epoch and e.state <> 'done'`,
    values: [
      orgId,
      settlements.map((one) => one.key),
      settlements.map((one) => one.state),
      settlements.map((one) => one.status),
      settlements.map((one) => one.answerHash),
      settlements.map((one) => one.object?.id ?? null),
      settlements.map((one) => one.object?.label ?? null),
      settlements.map((one) => json(one.kept)),
      settlements.map((one) => json(one.fault)),
      settlements.map((one) => one.searches),
      settlements.map((one) => one.runId),
      settlements.map((one) => one.runEpoch),
    ],
  });
}
