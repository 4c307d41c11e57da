import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { withDatabase } from "#server/testing/with-database.ts";

const database = withDatabase({ empty: true });

test("the migrations make exactly what schema.prisma describes", async () => {
  const { code, output } = await compareWith("prisma/schema.prisma");
  expect(code, output).toBe(same);
});

test("a model without a migration is noticed", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "millrace-schema-"));
  const file = path.join(dir, "schema.prisma");
  writeFileSync(file, `${readFileSync("prisma/schema.prisma", "utf8")}\nmodel Forgotten {\n  id String @id\n}\n`);
  const { code, output } = await compareWith(file);
  rmSync(dir, { recursive: true });
  expect(code, output).toBe(different);
  expect(output).toContain("Forgotten");
});

// exit codes of `prisma migrate diff --exit-code`; 1 is an error
const same = 0;
const different = 2;

function compareWith(schema: string): Promise<{ code: number | null; output: string }> {
  return prisma("migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema", schema, "--exit-code");
}

function prisma(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["node_modules/prisma/build/index.js", ...args], {
    env: { ...process.env, DATABASE_URL: database.url, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
