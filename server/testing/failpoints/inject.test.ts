import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { effectPath, findAwaits, listFailpoints } from "./find-awaits.ts";
import { injectFailpoints } from "./inject.ts";
import { mutants, mutate } from "./mutate.ts";

test("nested awaits each get their two points and the result still parses", () => {
  const source = "async function f(x: Promise<Promise<number>>): Promise<number> { return (await (await x)) + 1; }";
  const injected = injectFailpoints("f.ts", source);
  expect(injected.match(/\/before/g)).toHaveLength(2);
  expect(injected.match(/\/after/g)).toHaveLength(2);
  expect(parseSync("f.ts", injected).errors).toEqual([]);
});

test("every await of the effect path has its failpoints", () => {
  for (const file of effectPath) {
    const source = readFileSync(file, "utf8");
    const written = source.match(/\bawait\b(?![^\n]*\*\/)/g)?.length ?? 0;
    expect(findAwaits(file, source).length, file).toBeGreaterThan(0);
    expect(findAwaits(file, source).length, file).toBeLessThanOrEqual(written);
    expect(parseSync(file, injectFailpoints(file, source)).errors, file).toEqual([]);
  }
  expect(listFailpoints().length).toBeGreaterThan(100);
});

test("every planted bug still finds its place", () => {
  for (const [name, mutant] of Object.entries(mutants)) {
    const source = readFileSync(mutant.file, "utf8");
    expect(mutate(name, mutant.file, source), name).not.toBe(source);
  }
});
