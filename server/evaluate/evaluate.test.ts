import { afterAll, expect, test } from "vitest";
import { checkExpression, type Evaluation, evaluateMapping, stopEvaluators } from "./evaluate.ts";

afterAll(stopEvaluators);

const evaluation = (expression: string, more: Partial<Evaluation> = {}): Evaluation => ({
  orgId: "11111111-1111-7111-8111-111111111111",
  expression,
  input: { lines: [{ q: 2, p: "10.50" }], name: "Alder" },
  event: { deal: { id: "7" } },
  steps: { upsert_contact: { contactId: "c-1" } },
  nowMs: Date.UTC(2026, 0, 31, 12),
  seed: 42,
  ...more,
});

const value = async (expression: string, more?: Partial<Evaluation>) => {
  const result = await evaluateMapping(evaluation(expression, more));
  if (!result.ok) throw new Error(`${result.code} ${result.message}`);
  return result.value;
};

test("a mapping sees its input, the event and the outputs of earlier steps", async () => {
  expect(await value('{"who": name, "deal": $event.deal.id, "contact": $steps.upsert_contact.contactId}')).toEqual({
    who: "Alder",
    deal: "7",
    contact: "c-1",
  });
});

test("time and chance are the run's: every attempt gives the same", async () => {
  const expression = '[$now(), $millis(), $now("[Y0001]-[M01]-[D01]"), $random(), $shuffle([1..5])]';
  const first = await value(expression);
  expect(first).toEqual(await value(expression));
  expect(first).toEqual(expect.arrayContaining(["2026-01-31T12:00:00.000Z", "2026-01-31"]));
  expect(await value("$random()", { seed: 43 })).not.toEqual(await value("$random()"));
});

test("a failing expression is an answer with code and position, not an exception", async () => {
  expect(await evaluateMapping(evaluation("name + 1"))).toMatchObject({ ok: false, code: "T2001" });
  expect(await checkExpression("o", "{ name: ")).toMatchObject({ ok: false, position: expect.any(Number) });
  expect(await checkExpression("o", "name")).toBeNull();
});

test("$eval is gone, refused keys and non-finite numbers do not leave", async () => {
  expect(await evaluateMapping(evaluation('$eval("1")'))).toMatchObject({ ok: false, code: "M1010" });
  expect(await evaluateMapping(evaluation('{"__proto__": {"admin": true}}'))).toMatchObject({ ok: false });
  expect(await evaluateMapping(evaluation("{'n': 1/0}"))).toMatchObject({ ok: false });
});

test("a catastrophic pattern runs in linear time", async () => {
  expect(await value('$contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", /^(a+)+$/)')).toBe(false);
});

test("patterns find what the engine's own regex finds", async () => {
  expect(await value('$match("INV-12 and INV-345", /INV-([0-9]+)/).groups')).toEqual(["12", "345"]);
  expect(await value('$replace("a.b.c", /\\./, "-")')).toBe("a-b-c");
  expect(await value('$split("a1b22c", /[0-9]+/)')).toEqual(["a", "b", "c"]);
});

test("a runaway mapping is ended at its deadline and its neighbours still answer", async () => {
  const runaway = evaluateMapping(evaluation("($f := function($n){ $f($n + 1) }; $f(0))", { deadlineMs: 300 }));
  const hungry = evaluateMapping(evaluation('$length($pad("x", 500000000))', { deadlineMs: 1_000 }));
  const neighbours = Array.from({ length: 40 }, (_, index) => value(`${index} + 1`));
  expect(await runaway).toMatchObject({ ok: false });
  expect(await hungry).toMatchObject({ ok: false });
  expect(await Promise.all(neighbours)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test("a child has no way out: no environment, no builtin modules, no prototypes to poison", async () => {
  expect(await evaluateMapping(evaluation('$string.constructor("return process")()'))).toMatchObject({ ok: false });
});
