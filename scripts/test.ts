import { rmSync } from "node:fs";
import path from "node:path";
import { browserTests } from "./test/browser-tests.ts";
import { addUp, closingLine, type Outcome } from "./test/outcome.ts";
import { lint, types, vitest } from "./test/parts.ts";

// `npm test` runs everything; `node scripts/test.ts unit db` only these parts, in this order.
const parts: Record<string, { heading: string; run: () => Promise<Outcome> }> = {
  types: { heading: "Types", run: types },
  lint: { heading: "Lint and format", run: lint },
  unit: { heading: "Architecture and unit tests", run: () => vitest("unit") },
  db: { heading: "Tests with PostgreSQL", run: () => vitest("db") },
  browser: { heading: "Browser tests of the started product", run: browserTests },
};

process.chdir(path.resolve(import.meta.dirname, ".."));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}

rmSync("test-results", { recursive: true, force: true });
const outcomes: Outcome[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${part.heading} ${"─".repeat(Math.max(0, 70 - part.heading.length))}`);
  const startedAt = performance.now();
  // a part that breaks is one failure and does not hide the next parts
  const outcome = await part.run().catch((error: unknown): Outcome => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  console.log(`${part.heading}: ${closingLine(outcome)} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  outcomes.push(outcome);
}

const total = addUp(outcomes);
console.log(`\n${closingLine(total)}`);
process.exit(total.failed === 0 ? 0 : 1);
