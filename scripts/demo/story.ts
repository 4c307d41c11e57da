import type { JsonObject } from "#nodes/_core/json.ts";
import { until } from "#server/testing/until.ts";
import { type Delivery, deliverAll, forge, good, malformed } from "./deliver.ts";
import type { Office } from "./office.ts";

const plain = 180;
const wonTwice = 5;
const alsoPolled = 5;
const repeated = 40;
const forged = 10;

export type Plant = "lost" | "doubled" | null;

/** What was done to the product, for the judge. */
export interface Story {
  /** Every deal that was won: the reference its invoice must carry → its amount. */
  won: Map<string, string>;
  deliveries: number;
  /** Events in deliveries that must be taken, repeats included. */
  events: number;
  largest: number;
  repeated: number;
  answers: Awaited<ReturnType<typeof deliverAll>>["statuses"];
}

/**
 * Wins deals in the HubSpot sandbox and delivers what HubSpot would push: singly and many to a delivery, some again, some
 * forged, some malformed. Ten deals also arrive by the poll or are won twice: each must end in one invoice all the same.
 */
export async function tell(office: Office, plant: Plant): Promise<Story> {
  const won = new Map<string, string>();
  const win = async (name: string, index: number, isWon = true): Promise<string> => {
    const price = (100 + index * 1.25).toFixed(2);
    const lines = [{ name, quantity: "2", price }];
    const made = await office.gesture("create-deal", { name, closeDate: "2026-10-31", lines, won: isWon });
    const id = String(made.id);
    won.set(referenceOf(id), (Number(price) * 2).toFixed(2));
    return id;
  };
  const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));

  await many(plain, (index) => win(`Order ${index + 1}`, index));
  const twice = await many(wonTwice, (index) => win(`Won twice ${index + 1}`, plain + index));
  for (const id of twice) await office.gesture("reopen-deal", { id });
  for (const id of twice) await office.gesture("win-deal", { id });
  const never = await many(forged, async (index) => {
    const made = await office.gesture("create-deal", { name: `Never won ${index + 1}`, lines: [] });
    return String(made.id);
  });
  const polled = await many(alsoPolled, (index) => win(`Also polled ${index + 1}`, plain + wonTwice + index, false));

  // The poll begins where the flow goes live, so the deals it is to find are won after its first look.
  await office.publish();
  await until("the poll has looked once", async () => (await office.pollCursor()) !== null);
  for (const id of polled) await office.gesture("win-deal", { id });

  const events = await office.takeEvents();
  const [sample] = events;
  if (!sample) throw new Error("The HubSpot sandbox has nothing to push");
  if (plant === "lost") events.splice(1, 1);
  const deliveries = pack(office, events);
  const bad = [
    ...never.map((id, way) => forge(office, { ...sample, objectId: Number(id) }, way)),
    ...malformed(office, sample),
  ];
  await office.pollNow();
  const all = interleave(deliveries, bad);
  const { statuses } = await deliverAll(office.hubspot.endpointUrl, all);
  return {
    won,
    deliveries: all.length,
    events: deliveries.reduce((sum, one) => sum + one.events, 0),
    largest: Math.max(...deliveries.map((one) => one.events)),
    repeated,
    answers: statuses,
  };
}

export const referenceOf = (dealId: string): string => `HubSpot deal ${dealId}`;
export const polledDeals = alsoPolled;

/** One delivery of a hundred, some of ten, the rest alone; then twenty of them again as they were, and twenty in new company. */
function pack(office: Office, events: JsonObject[]): Delivery[] {
  const sizes = [100, 10, 10, 10];
  const deliveries: Delivery[] = [];
  let from = 0;
  for (const size of sizes) {
    deliveries.push(good(office, events.slice(from, from + size)));
    from += size;
  }
  const alone = events.slice(from).map((event) => good(office, [event]));
  const again = alone.slice(0, repeated / 2);
  const inCompany = good(office, events.slice(0, repeated / 2));
  return [...deliveries, ...alone, ...again, inCompany];
}

/** Bad ones spread among the good ones. */
function interleave(deliveries: Delivery[], bad: Delivery[]): Delivery[] {
  const step = Math.max(1, Math.floor(deliveries.length / bad.length));
  return deliveries.flatMap((one, index) => {
    const other = index % step === 0 ? bad[index / step] : undefined;
    return other ? [other, one] : [one];
  });
}
