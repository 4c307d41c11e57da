import { type Outcome, readVitestReport } from "./outcome.ts";
import { runNode } from "./run-node.ts";

/** Next's generated route types first: the check needs them on a fresh clone. */
export async function types(): Promise<Outcome> {
  const generated = await runNode("node_modules/next/dist/bin/next", ["typegen"]);
  return oneCheck(generated === 0 ? await runNode("node_modules/typescript/bin/tsc", ["--noEmit"]) : generated);
}

export async function lint(): Promise<Outcome> {
  return oneCheck(await runNode("node_modules/@biomejs/biome/bin/biome", ["check", "."]));
}

export async function vitest(project: "unit" | "db"): Promise<Outcome> {
  const report = `test-results/${project}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exitCode = await runNode("node_modules/vitest/vitest.mjs", ["run", "--project", project, ...reporters]);
  return readVitestReport(report, exitCode);
}

function oneCheck(exitCode: number): Outcome {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}
