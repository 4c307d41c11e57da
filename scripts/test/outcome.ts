import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";

export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

export function addUp(outcomes: Outcome[]): Outcome {
  return outcomes.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

export function closingLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** What vitest's JSON report says; `exitCode` catches what it does not count: a file that can't be loaded, a stray error. */
export function readVitestReport(file: string, exitCode: number): Outcome {
  const report = z
    .object({
      numPassedTests: z.number(),
      numFailedTests: z.number(),
      numPendingTests: z.number(),
      numTodoTests: z.number(),
    })
    .safeParse(readJson(file));
  if (!report.success) return unreported(exitCode);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report.data;
  return withExitCode(
    { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests },
    exitCode,
  );
}

/** Playwright's report. A flaky test passed only when repeated: that is a failure here. */
export function readPlaywrightReport(file: string, exitCode: number): Outcome {
  const report = z
    .object({
      stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
    })
    .safeParse(readJson(file));
  if (!report.success) return unreported(exitCode);
  const { expected, unexpected, flaky, skipped } = report.data.stats;
  return withExitCode({ passed: expected, failed: unexpected + flaky, skipped }, exitCode);
}

function withExitCode(outcome: Outcome, exitCode: number): Outcome {
  return exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

/** No report means that the runner itself did not get through, whatever it said at the end. */
function unreported(exitCode: number): Outcome {
  console.error(`The test runner ended with ${exitCode} and left no report.`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
