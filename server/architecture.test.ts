import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkImports } from "#server/testing/check-imports.ts";

const folders = ["app", "components", "server", "nodes", "prisma", "e2e", "scripts"];
const skipped = /^server\/generated\/|^next-env\.d\.ts$/;

test("every import goes only where the house allows", () => {
  const files = [...readdirSync("."), ...folders.flatMap(filesIn)].filter(
    (file) => /\.(ts|tsx|mts|mjs)$/.test(file) && !skipped.test(file),
  );
  expect(files.length).toBeGreaterThan(50);
  const wrong = files.flatMap((file) => checkImports(file, readFileSync(file, "utf8")));
  expect(wrong.join("\n")).toBe("");
});

describe("a planted wrong import is caught", () => {
  test.each([
    ["static", "nodes/_core/flow/x.ts", `import fs from "node:fs";`],
    ["without names", "nodes/_core/flow/x.ts", `import "node:fs";`],
    ["type-only", "nodes/hubspot/x.ts", `import type { A } from "#server/db/pool.ts";`],
    ["re-exported", "nodes/hubspot/x.ts", `export * from "../xero/index.ts";`],
    ["re-exported by name", "nodes/hubspot/x.ts", `export { a } from "../xero/index.ts";`],
    ["dynamic", "nodes/hubspot/x.ts", `const a = await import("@hubspot/api-client");`],
    ["as a type expression", "nodes/hubspot/x.ts", `type A = import("#server/env.ts").Env;`],
    ["without node:", "nodes/_core/x.ts", `import fs from "fs";`],
    ["by a way around", "nodes/_core/x.ts", `import a from "../hubspot/../../server/env.ts";`],
    ["the vendor next door", "nodes/_logic/map.ts", `import a from "../xero/index.ts";`],
    ["a value of the server in a component", "components/runs/A.tsx", `import { a } from "#server/api/router.ts";`],
    [
      "an inline type, which loads the file",
      "components/runs/A.tsx",
      `import { type A } from "#server/api/router.ts";`,
    ],
    ["a deeper room in a component", "components/runs/A.tsx", `import type { A } from "#server/engine/x.ts";`],
    ["a connector in a component", "components/canvas/A.tsx", `import { a } from "#nodes/hubspot/index.ts";`],
    ["a domain word in the ui", "components/ui/A.tsx", `import { a } from "#nodes/_core/flow/flow.ts";`],
    ["the database in a route", "app/page.tsx", `import { pool } from "#server/db/pool.ts";`],
    ["a screen in the server", "server/engine/x.ts", `import { a } from "#components/ui/Button.tsx";`],
    ["React in the server", "server/engine/x.ts", `import { useState } from "react";`],
    ["Next outside web.ts", "server/auth/x.ts", `import { headers } from "next/headers";`],
    ["SQL in a procedure", "server/api/runs/list.ts", `import pg from "pg";`],
    ["Prisma in a procedure", "server/api/runs/list.ts", `import { withOrg } from "#server/db/with-org.ts";`],
    ["a clock in a decision", "server/retry/decide-retry.ts", `import { clock } from "#server/clock.ts";`],
    ["a package in a decision", "server/retry/decide-retry.ts", `import pg from "pg";`],
    ["the bare pool", "server/engine/x.ts", `import { pool } from "#server/db/pool.ts";`],
    ["a secret opened elsewhere", "server/engine/x.ts", `import { open } from "#server/vault/open.ts";`],
    ["a way out past egress", "server/engine/x.ts", `import https from "node:https";`],
    ["internals in a journey", "e2e/journeys/a.spec.ts", `import { a } from "#server/engine/x.ts";`],
    [
      "a test's tool in the product",
      "server/engine/x.ts",
      `import { withDatabase } from "#server/testing/with-database.ts";`,
    ],
    ["a file in no room", "lib/x.ts", `import a from "zod";`],
  ])("%s", (_way, file, source) => {
    const [sentence] = checkImports(file, source);
    expect(sentence).toContain(file);
  });

  test("the message names file and import, and says where to go", () => {
    expect(checkImports("nodes/hubspot/x.ts", `import "../xero/index.ts";`)).toEqual([
      expect.stringMatching(/^nodes\/hubspot\/x\.ts imports nodes\/xero\/index\.ts, .* belongs into nodes\/_kit/),
    ]);
  });
});

test.each([
  ["nodes/hubspot/triggers/a.ts", `import { b } from "../schemas/b.ts"; import * as z from "zod";`],
  ["nodes/hubspot/contract.test.ts", `import { Client } from "@hubspot/api-client"; import fs from "node:fs";`],
  ["components/trpc/client.ts", `import type { AppRouter } from "#server/api/router.ts";`],
  ["server/retry/decide-retry.ts", `import type { Settings } from "#server/settings.ts";`],
  ["server/web.ts", `import next from "next";`],
  ["app/page.tsx", `import Link from "next/link"; import { Canvas } from "#components/canvas/Canvas.tsx";`],
])("a right import passes: %s", (file, source) => {
  expect(checkImports(file, source)).toEqual([]);
});

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`);
  } catch {
    return []; // not every room is furnished yet
  }
}
