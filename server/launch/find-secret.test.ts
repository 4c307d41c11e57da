import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSecret } from "#server/launch/find-secret.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "millrace-secret-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test("the first start makes a secret for its owner's eyes, later ones find it", () => {
  const secret = findSecret({ secret: undefined, dataDir });
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(findSecret({ secret: undefined, dataDir })).toBe(secret);
  if (process.platform !== "win32") expect(statSync(path.join(dataDir, "secret")).mode & 0o777).toBe(0o600);
});

test("a secret that was set wins", () => {
  expect(findSecret({ secret: "given", dataDir })).toBe("given");
});

test("a damaged secret stops the start instead of sealing with rubbish", () => {
  writeFileSync(path.join(dataDir, "secret"), "");
  expect(() => findSecret({ secret: undefined, dataDir })).toThrow(/secret is damaged/);
});
