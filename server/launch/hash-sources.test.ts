import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "#server/launch/hash-sources.ts";

let root: string;
let before: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "millrace-sources-"));
  write("components/canvas/FlowCanvas.tsx", "1");
  write("package-lock.json", "{}");
  before = hashSources(root);
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  "components/canvas/FlowCanvas.tsx",
  "app/page.tsx",
  "server/api/router.ts",
  "nodes/_core/fault.ts",
  "nodes/hubspot/samples/deal.json",
  "package-lock.json",
  "next.config.js",
  "proxy.ts",
  "prisma/schema.prisma",
])("a change of %s makes the next start build", (file) => {
  write(file, "changed");
  expect(hashSources(root)).not.toBe(before);
});

test.each([
  "components/canvas/FlowCanvas.test.tsx",
  "server/generated/prisma/client.ts",
  "server/testing/postgres.ts",
  "server/ledger/README.md",
  "e2e/journeys/a.spec.ts",
  ".data/database-url",
])("a change of %s does not", (file) => {
  write(file, "changed");
  expect(hashSources(root)).toBe(before);
});

test("a file that was renamed is a change", () => {
  rmSync(path.join(root, "components/canvas/FlowCanvas.tsx"));
  write("components/canvas/Canvas.tsx", "1");
  expect(hashSources(root)).not.toBe(before);
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
