import { perSecond, type Result } from "./measure.ts";

export interface Pair {
  organisations: number;
  product: Result;
  limit: Result;
}

interface Row {
  title: string;
  digits: number;
  of(result: Result): number | null;
}

const rows: Row[] = [
  { title: "events a second", digits: 0, of: (result) => result.eventsPerSecond },
  { title: "CPU seconds per 1000, all processes", digits: 2, of: (result) => result.cpuSecondsPer1000 },
  { title: "  of these PostgreSQL", digits: 2, of: (result) => result.postgresCpuSecondsPer1000 },
  { title: `end to end p50 at ${perSecond}/s, ms`, digits: 1, of: (result) => result.endToEndMs.p50 },
  { title: `end to end p99 at ${perSecond}/s, ms`, digits: 1, of: (result) => result.endToEndMs.p99 },
  { title: `acknowledged p99 at ${perSecond}/s, ms`, digits: 1, of: (result) => result.ackMs.p99At50 },
  { title: "acknowledged p99 under load, ms", digits: 1, of: (result) => result.ackMs.p99UnderLoad },
  { title: "peak MB, all processes", digits: 0, of: (result) => result.peakMegabytes },
  { title: "lost", digits: 0, of: (result) => result.lost },
  { title: "doubled", digits: 0, of: (result) => result.doubled },
];

export const notes = [
  "A deal of 1.5 KB with 5 lines arrives by signed webhook, is mapped and POSTed; 32 senders; loopback; fsync on.",
  "product: its webhook door and worker as npm start runs them (without pages), with ledger, breaker, order per deal,",
  "  history and row security; the connection has no quota, so no token bucket is asked (--with-quota asks it).",
  "limit: plain Node and graphile-worker, group commits, mapping by hand; the same PostgreSQL server and target.",
  "The product's trigger is the bench's own, because the vendors' triggers read the record first: their webhooks carry",
  "  ids only, and the reads would measure the vendor.",
  "CPU and memory: the contestant's processes and PostgreSQL, without senders and target.",
];

export function toTable(pairs: Pair[]): string {
  return pairs
    .map(({ organisations, product, limit }) => {
      const head = `${organisations} organisation${organisations === 1 ? "" : "s"}`;
      const lines = rows.map((row) => {
        const [ours, theirs] = [row.of(product), row.of(limit)];
        const ratio = ours !== null && theirs ? (ours / theirs).toFixed(2) : "";
        return `  ${row.title.padEnd(38)}${show(ours, row)}${show(theirs, row)}${ratio.padStart(16)}`.trimEnd();
      });
      return [
        `${head.padEnd(40)}${"product".padStart(10)}${"limit".padStart(10)}${"product ÷ limit".padStart(16)}`,
        ...lines,
      ].join("\n");
    })
    .join("\n\n");
}

const show = (value: number | null, { digits }: Row): string =>
  (value === null ? "–" : value.toFixed(digits)).padStart(10);
