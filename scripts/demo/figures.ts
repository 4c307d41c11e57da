import { isJsonObject } from "#nodes/_core/json.ts";
import { timeOfId } from "#server/db/uuid.ts";
import { withOrg } from "#server/db/with-org.ts";
import { judge } from "./judge.ts";
import type { Office } from "./office.ts";
import { percentile } from "./percentile.ts";
import { referenceOf, type Story } from "./story.ts";

export interface Figures {
  ok: boolean;
  problems: string[];
  deliveries: number;
  /** In deliveries that were taken, repeats included. */
  eventsDelivered: number;
  largestDelivery: number;
  accepted: { byWebhook: number; byPoll: number };
  /** Known already: the dedupe key absorbed them. */
  absorbed: number;
  refused: number;
  malformedKept: number;
  runs: { total: number; byState: Record<string, number> };
  dealsWon: number;
  invoices: number;
  duplicates: number;
  lost: number;
  /** From the event's acceptance to the invoice in the Xero sandbox; all deals arrive in one burst. */
  latencyMs: { p50: number; p99: number };
}

/** Counted in the database and in the twin, after everything came to rest. */
export async function readFigures(office: Office, story: Story): Promise<Figures> {
  const { events, runs, deadLetters } = await withOrg(office.orgId, async (db) => ({
    events: await db.event.findMany({ select: { id: true, source: true, body: true }, orderBy: { id: "asc" } }),
    runs: await db.run.groupBy({ by: ["state"], _count: { _all: true } }),
    deadLetters: await db.deadLetter.count({ where: { kind: "delivery" } }),
  }));
  const invoices = await office.xeroInvoices();
  const verdict = judge(
    story.won,
    invoices.map(({ reference, subTotal }) => ({ reference, amount: subTotal })),
  );

  const acceptedAt = new Map<string, number>();
  for (const { id, body } of events) {
    if (!isJsonObject(body) || body.propertyValue !== "closedwon") continue;
    const reference = referenceOf(String(body.objectId));
    if (!acceptedAt.has(reference)) acceptedAt.set(reference, timeOfId(id).getTime());
  }
  const latencies = invoices.flatMap(({ reference, at }) => {
    const since = acceptedAt.get(reference);
    return since === undefined ? [] : [at.getTime() - since];
  });

  const byState = Object.fromEntries(runs.map((row) => [row.state, row._count._all]));
  const byWebhook = events.filter(({ source }) => source === "webhook").length;
  const byPoll = events.filter(({ source }) => source === "poll").length;
  const refused = story.answers.forged.filter((status) => status === 401).length;
  const figures = {
    deliveries: story.deliveries,
    eventsDelivered: story.events,
    largestDelivery: story.largest,
    accepted: { byWebhook, byPoll },
    absorbed: story.events - byWebhook,
    refused,
    malformedKept: deadLetters,
    runs: { total: Object.values(byState).reduce((sum, count) => sum + count, 0), byState },
    dealsWon: story.won.size,
    invoices: invoices.length,
    duplicates: verdict.doubled.length,
    lost: verdict.lost.length,
    latencyMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
  };
  const problems = [
    ...verdict.lost.map((one) => `Lost: ${one} has no invoice.`),
    ...verdict.doubled.map((one) => `Doubled: ${one} has an invoice too many.`),
    ...verdict.wrong.map((one) => `Wrong amount: ${one}.`),
    ...(refused === story.answers.forged.length ? [] : ["A delivery with a wrong signature was not refused."]),
    ...(deadLetters === story.answers.malformed.length ? [] : ["A malformed delivery was not kept as a dead letter."]),
    ...(figures.absorbed === story.repeated ? [] : ["Not every repeated event was recognised, or more than those."]),
    ...([...story.answers.good, ...story.answers.malformed].every((status) => status === 200)
      ? []
      : ["A signed delivery was not answered with 200."]),
  ];
  return { ok: problems.length === 0, problems, ...figures };
}

export function toTable(figures: Figures, seconds: number): string {
  const states = Object.entries(figures.runs.byState)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
  const rows: [string, string | number, string][] = [
    ["deliveries sent", figures.deliveries, `up to ${figures.largestDelivery} events each`],
    ["events delivered", figures.eventsDelivered, `${figures.absorbed} of them repeats, recognised`],
    [
      "accepted",
      figures.accepted.byWebhook + figures.accepted.byPoll,
      `${figures.accepted.byPoll} of them by the poll`,
    ],
    ["refused", figures.refused, "deliveries with a wrong signature"],
    ["kept as dead letters", figures.malformedKept, "deliveries that are signed but malformed"],
    ["runs", figures.runs.total, states],
    ["deals won", figures.dealsWon, ""],
    ["invoices in the Xero twin", figures.invoices, ""],
    ["duplicates", figures.duplicates, "must be 0"],
    ["lost", figures.lost, "must be 0"],
    ["p50, acceptance to invoice", `${figures.latencyMs.p50} ms`, "everything arrives in one burst;"],
    ["p99, acceptance to invoice", `${figures.latencyMs.p99} ms`, "the vendors' quotas are lifted"],
  ];
  const lines = rows.map(([name, value, note]) =>
    `  ${name.padEnd(28)}${String(value).padStart(9)}   ${note}`.trimEnd(),
  );
  return [
    ...lines,
    ...figures.problems,
    `${figures.ok ? "Nothing lost, nothing twice" : "FAILED"} (${seconds.toFixed(1)} s in all)`,
  ].join("\n");
}
