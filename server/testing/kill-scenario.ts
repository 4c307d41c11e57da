import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { withOrg } from "#server/db/with-org.ts";
import type { House } from "./house.ts";

/** Worker settings under which a killed worker's runs are taken over within a second. */
export const shortSettings = {
  run: { leaseMs: 800, heartbeatMs: 200, hintGraceMs: 200, janitorMs: 100, crashesBeforeQuarantine: 1_000 },
  call: { timeoutMs: 400, leaseMarginMs: 100, leaseEndMarginMs: 50 },
  ledger: { busyMs: 50 },
  retry: { baseMs: 50 },
  worker: { pollMs: { realtime: 100, standard: 100, batch: 100 } },
};

/** Behind the invoice, a write that its vendor neither recognises nor lets us look for: a note on the deal. */
export function withNote(house: House): (graph: FlowDocument) => void {
  return (graph) => {
    const place = { major: 1, position: { x: 0, y: 0 } };
    graph.nodes.push(
      {
        ...place,
        id: "map_note",
        type: "logic/map",
        label: "Map note",
        connection: null,
        config: { expression: '{"dealId": $event.deal.id, "text": $event.deal.id, "at": $now()}' },
      },
      {
        ...place,
        id: "add_note",
        type: "hubspot/add-note",
        label: "Add note",
        connection: house.hubspot.connectionId,
        config: {},
      },
    );
    graph.edges.push(
      { id: "n1", from: { node: "create_invoice", port: "out" }, to: { node: "map_note", port: "in" } },
      { id: "n2", from: { node: "map_note", port: "out" }, to: { node: "add_note", port: "in" } },
    );
  };
}

export interface KillReport {
  deals: string[];
  /** References of the invoices in the twin, doubled ones included. */
  invoiced: string[];
  /** Deal ids of the notes in the twin, doubled ones included. */
  noted: string[];
  runs: { state: string; businessKey: string; parkReason: string | null }[];
  /** Points a worker really died at. */
  reached: Set<string>;
}

/**
 * One deal and one worker process per point: the worker dies there by SIGKILL, its runs are left to the next one. A
 * last worker without a point brings everything to rest.
 */
export async function killAt(house: House, points: string[], mutant = ""): Promise<KillReport> {
  const env = { SHORT_SETTINGS: JSON.stringify(shortSettings), MUTANT: mutant };
  const deals: string[] = [];
  const reached = new Set<string>();
  for (const point of points) {
    const deal = await house.createDeal(`Deal for ${point}`);
    deals.push(deal);
    await house.winDeal(deal);
    const worker = house.startWorker({ ...env, FAILPOINT: point });
    await worker.ready.catch(() => undefined);
    const killed = await Promise.race([worker.ended.then(() => true), house.untilIdle().then(() => false)]);
    if (killed) reached.add(point);
    else await worker.stop();
  }
  const survivor = house.startWorker(env);
  await survivor.ready;
  await house.untilIdle();
  await survivor.stop();
  const invoiced = (await house.invoices()).map((invoice) => String(invoice.Reference).replace("HubSpot deal ", ""));
  return { deals, invoiced, noted: await notedDeals(house), runs: await house.runs(), reached };
}

async function notedDeals(house: House): Promise<string[]> {
  const notes = await withOrg(house.orgId, (db) =>
    db.twinRecord.findMany({ where: { vendor: "hubspot", collection: "notes" } }),
  );
  return notes.map(({ body }) => String(Object(body).hs_note_body));
}
