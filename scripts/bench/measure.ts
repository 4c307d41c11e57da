import { until } from "#server/testing/until.ts";
import { percentile } from "../demo/percentile.ts";
import type { Target } from "./ask-target.ts";
import type { Contestant } from "./contestant.ts";
import { nowMs } from "./now-ms.ts";
import { cpuSecondsOf, hasProc, megabytesOf } from "./proc.ts";
import { type Sent, sendAtOnce, sendPaced } from "./senders.ts";

export interface Plan {
  warmUp: number;
  pacedSeconds: number;
  loadSeconds: number;
}

export interface Result {
  contestant: Contestant["name"];
  organisations: number;
  events: number;
  eventsPerSecond: number;
  /** Over all processes of the contestant and PostgreSQL; null where there is no /proc. */
  cpuSecondsPer1000: number | null;
  postgresCpuSecondsPer1000: number | null;
  /** From the sender's first byte to the target, at 50 events a second. */
  endToEndMs: { p50: number; p99: number };
  ackMs: { p99At50: number; p99UnderLoad: number };
  peakMegabytes: number | null;
  lost: number;
  doubled: number;
}

export const perSecond = 50;

/** Warm-up, then paced, then as fast as it goes; what arrived is counted in the target and in the history. */
export async function measure(contestant: Contestant, target: Target, postgres: number, plan: Plan): Promise<Result> {
  const all = [...contestant.pids, postgres];
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, megabytesOf(all));
  }, 500);
  let settledBefore = 0;
  try {
    await target.reset();
    const warmUp = await phase(() => sendAtOnce(contestant, "warm", plan.warmUp));
    const paced = await phase(() => sendPaced(contestant, "paced", perSecond, plan.pacedSeconds));
    const arrivals = await target.times();
    const endToEnd = [...paced.sent.sentAt].flatMap(([id, at]) => {
      const arrived = arrivals.get(id);
      return arrived === undefined ? [] : [arrived - at];
    });
    const wanted = Math.min(60_000, Math.max(plan.warmUp, Math.round(warmUp.rate * plan.loadSeconds)));
    const load = await phase(() => sendAtOnce(contestant, "load", wanted));
    const events = plan.warmUp + plan.pacedSeconds * perSecond + wanted;
    const { distinct, total } = await target.count();
    return {
      contestant: contestant.name,
      organisations: contestant.organisations,
      events,
      eventsPerSecond: load.rate,
      cpuSecondsPer1000: hasProc ? (load.cpu / wanted) * 1_000 : null,
      postgresCpuSecondsPer1000: hasProc ? (load.postgresCpu / wanted) * 1_000 : null,
      endToEndMs: { p50: percentile(endToEnd, 0.5), p99: percentile(endToEnd, 0.99) },
      ackMs: { p99At50: percentile(paced.sent.ackMs, 0.99), p99UnderLoad: percentile(load.sent.ackMs, 0.99) },
      peakMegabytes: hasProc ? peak : null,
      lost: events - distinct,
      doubled: total - distinct,
    };
  } finally {
    clearInterval(sampler);
  }

  async function phase(
    work: () => Promise<Sent>,
  ): Promise<{ sent: Sent; rate: number; cpu: number; postgresCpu: number }> {
    const [cpuBefore, postgresBefore] = [cpuSecondsOf(all), cpuSecondsOf([postgres])];
    const arrivedBefore = (await target.count()).distinct;
    const sent = await work();
    const count = sent.sentAt.size;
    await until(
      `the target has all ${count} orders of the ${contestant.name}`,
      async () => (await target.count()).distinct >= arrivedBefore + count,
      60_000,
    );
    const seconds = (nowMs() - sent.firstAt) / 1_000;
    await until(
      `the history of the ${contestant.name} is complete`,
      async () => (await contestant.settled()) >= settledBefore + count,
    );
    settledBefore += count;
    return {
      sent,
      rate: count / seconds,
      cpu: cpuSecondsOf(all) - cpuBefore,
      postgresCpu: cpuSecondsOf([postgres]) - postgresBefore,
    };
  }
}
