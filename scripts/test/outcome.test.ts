import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addUp, closingLine, readPlaywrightReport, readVitestReport } from "./outcome.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "millrace-outcome-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

test("counts add up to one closing line", () => {
  const total = addUp([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 4, failed: 2, skipped: 0 },
  ]);
  expect(closingLine(total)).toBe("5 passed, 2 failed");
  expect(closingLine({ ...total, skipped: 3 })).toBe("5 passed, 2 failed, 3 skipped");
});

test("vitest: a file that can't be loaded has no failed test, and still fails", () => {
  expect(readVitestReport(report(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  expect(readVitestReport(report(vitest), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

test("playwright: a flaky test is no passed test", () => {
  const file = report({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } });
  expect(readPlaywrightReport(file, 0)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test("a runner that leaves no report has failed, even with exit code 0", () => {
  const said = vi.spyOn(console, "error").mockReturnValue();
  expect(readVitestReport(path.join(dir, "nothing.json"), 0).failed).toBe(1);
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
});

function report(content: object): string {
  const file = path.join(dir, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}
