import { expect, test } from "vitest";
import { effectSentence } from "./effect-sentence.ts";

const effect = { operation: "xero/create-invoice", state: "done", label: "INV-0001", objectId: "9", sends: 1 };

test.each([
  [effect, "Invoice INV-0001 created"],
  [{ ...effect, operation: "hubspot/update-deal-stage", label: "" }, "Deal stage 9 updated"],
  [{ ...effect, state: "conflict" }, "Invoice INV-0001 exists with other values"],
  [{ ...effect, state: "unknown", label: "", objectId: "" }, "Invoice: outcome unknown"],
])("%j reads %s", (value, sentence) => {
  expect(effectSentence(value)).toBe(sentence);
});
