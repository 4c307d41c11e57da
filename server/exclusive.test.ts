import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exclusively } from "#server/exclusive.mjs";
import { processIdentity } from "#server/process-alive.mjs";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "millrace-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const lock = () => ({ dir, name: "work", waitMs: 20_000 });

test("one at a time, whatever they throw", async () => {
  let inside = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) =>
      exclusively(lock(), async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        if (i % 2 === 1) throw new Error("no");
        return i;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
  expect(readdirSync(dir), "locks do not pile up").toHaveLength(1);
});

test("a lock of a killed process is taken over", async () => {
  const killed = fork("server/testing/hold-lock.ts", [dir]);
  await new Promise((resolve) => killed.once("message", resolve));
  const waiting = exclusively(lock(), () => "mine");
  const ended = new Promise((resolve) => killed.once("exit", resolve));
  killed.kill("SIGKILL");
  await ended;
  expect(await waiting).toBe("mine");
});

test.runIf(process.platform === "linux")("a number that another process got since does not hold the lock", async () => {
  const [pid, startedAt, boot] = processIdentity(process.pid).split(" ");
  writeFileSync(path.join(dir, "work.lock.7"), `${pid} ${Number(startedAt) - 1} ${boot}`);
  expect(await exclusively(lock(), () => "mine")).toBe("mine");
});

test("waiting ends with a sentence that names the holder", async () => {
  writeFileSync(path.join(dir, "work.lock.1"), processIdentity(process.pid));
  const wait = exclusively({ ...lock(), waitMs: 0 }, () => "never");
  await expect(wait).rejects.toThrow(new RegExp(`process ${process.pid}\\) has been busy with work`));
});
