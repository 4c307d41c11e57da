import { describe, expect, test } from "vitest";
import { planFault, selectFault, spendFault, type TwinFault, type TwinStrike } from "./fault.ts";
import type { TwinRoute } from "./twin.ts";

const route: TwinRoute = { method: "PUT", path: "/Invoices", mutates: true, handle: async () => ({ status: 200 }) };
const fault = (strike: TwinStrike, part: Partial<TwinFault> = {}): TwinFault => ({
  id: "f1",
  match: {},
  strike,
  remaining: 1,
  ...part,
});
const reset = (part: Partial<TwinFault> = {}) => fault({ kind: "reset", when: "after" }, part);

describe("a fault strikes", () => {
  test.each<[TwinFault["match"], boolean]>([
    [{}, true],
    [{ path: "/Invoices" }, true],
    [{ method: "PUT", path: "/Invoices", mutates: true }, true],
    [{ method: "GET" }, false],
    [{ path: "/Contacts" }, false],
    [{ mutates: false }, false],
  ])("requests that match %j: %s", (match, strikes) => {
    expect(selectFault([reset({ match })], route) !== null).toBe(strikes);
  });

  test("as often as it is said, and then no more", () => {
    let faults = [reset({ remaining: 2 }), reset({ id: "f2", match: { method: "GET" } })];
    const struck: boolean[] = [];
    for (let request = 0; request < 3; request++) {
      const found = selectFault(faults, route);
      struck.push(found !== null);
      if (found) faults = spendFault(faults, found);
    }
    expect(struck).toEqual([true, true, false]);
    expect(faults.map(({ id }) => id)).toEqual(["f2"]);
  });

  test("for ever without a count", () => {
    const faults = [reset({ remaining: null })];
    expect(spendFault(faults, reset({ remaining: null }))).toEqual(faults);
  });
});

describe("what a strike means", () => {
  test("a lost answer keeps its effect", () => {
    expect(planFault(reset())).toMatchObject({ runs: true, hangUp: true });
  });

  test("a failure before the effect changes nothing", () => {
    expect(planFault(fault({ kind: "status", status: 503, when: "before" }))).toMatchObject({
      runs: false,
      status: 503,
    });
    expect(planFault(fault({ kind: "reset", when: "before" }))).toMatchObject({ runs: false, hangUp: true });
  });

  test("a failure after the effect keeps it", () => {
    const plan = planFault(fault({ kind: "status", status: 500, when: "after", retryAfterSeconds: 7 }));
    expect(plan).toMatchObject({ runs: true, status: 500, retryAfterSeconds: 7 });
  });

  test("no fault changes nothing", () => {
    expect(planFault(null)).toMatchObject({ runs: true, status: null, hangUp: false, deliveryCopies: 1, delayMs: 0 });
  });
});
