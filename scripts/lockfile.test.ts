import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { missingOptionalPackages } from "./lockfile.mjs";

const lock = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../package-lock.json"), "utf8"));

describe("package-lock.json", () => {
  test("names the optional packages of every platform, so that npm ci works on all of them", () => {
    const missing = missingOptionalPackages(lock.packages).map(({ name }) => name);
    expect(missing, "run: node scripts/complete-lock.mjs").toEqual([]);
  });

  test("binds nobody to the registry it was made with", () => {
    const bound = Object.keys(lock.packages).filter((where) => "resolved" in lock.packages[where]);
    expect(bound, "run: node scripts/complete-lock.mjs").toEqual([]);
  });

  test("pins the direct dependencies exactly", () => {
    const { dependencies, devDependencies, optionalDependencies } = lock.packages[""];
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name]) => name);
    expect(loose).toEqual([]);
  });
});

test("a missing platform package is found, a nested one is not missed", () => {
  const missing = missingOptionalPackages({
    "node_modules/a": { optionalDependencies: { "a-linux-x64": "1.0.0", "a-darwin-arm64": "1.0.0", ranged: "^1.0.0" } },
    "node_modules/a/node_modules/a-linux-x64": { version: "1.0.0" },
  });
  expect(missing.map(({ name }) => name)).toEqual(["a-darwin-arm64"]);
});
