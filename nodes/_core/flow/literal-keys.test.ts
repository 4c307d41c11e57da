import { expect, test } from "vitest";
import { literalKeys } from "./literal-keys.ts";

test.each<[string, string[] | null]>([
  ['{ "a": 1, "b": { "c": 2 }, "d": [x.{ "e": 3 }] }', ["a", "b", "d"]],
  ['{ "a": "x, \\"y\\": 1", /* "z": 1, */ "b": (1; 2) }', ["a", "b"]],
  ["{ 'single': 1 }", ["single"]],
  ['{ "typing": 1, "half', ["typing"]],
  ['{ "a": x ? "yes" : "no", "b": 1 }', ["a", "b"]],
  ["{}", []],
  ['( /* settings; */ $x := "a;b"; { "a": $x, "b": (1; 2) } )', ["a", "b"]],
  ['( $x := 1; { "typing": $x', ["typing"]],
  ["( $x := 1; $x )", null],
  ["( { 'a': 1 } ).a", null],
  ["items.{ 'a': 1 }", null],
  ["{ 'a': 1 }.b", null],
  ["", null],
])("%j", (expression, keys) => {
  expect(literalKeys(expression)).toEqual(keys);
});
