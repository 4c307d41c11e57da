import { expect, test } from "vitest";
import { judge } from "./judge.ts";

const causes = new Map([
  ["deal 1", "10.00"],
  ["deal 2", "20"],
]);
const one = { reference: "deal 1", amount: "10" };
const two = { reference: "deal 2", amount: "20.00" };

test("one effect per cause is nothing to report", () => {
  expect(judge(causes, [two, one])).toEqual({ lost: [], doubled: [], wrong: [] });
});

test("a missing effect is lost, a second one doubled, one without a cause doubled", () => {
  expect(judge(causes, [one])).toMatchObject({ lost: ["deal 2"], doubled: [] });
  expect(judge(causes, [one, two, two])).toMatchObject({ lost: [], doubled: ["deal 2"] });
  expect(judge(causes, [one, two, { reference: "deal 3", amount: "1" }])).toMatchObject({ doubled: ["deal 3"] });
});

test("a doubled one does not hide a lost one", () => {
  expect(judge(causes, [one, one])).toMatchObject({ lost: ["deal 2"], doubled: ["deal 1"] });
});

test("another amount is wrong", () => {
  expect(judge(causes, [one, { reference: "deal 2", amount: "21" }]).wrong).toHaveLength(1);
});
