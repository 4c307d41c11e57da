import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded } from "#server/db/embedded.ts";
import { processAlive } from "#server/process-alive.mjs";

let dir: string;
let launchers: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "millrace-embedded-"));
  chmodSync(dir, 0o755);
});
afterEach(async () => {
  const server = postmasterPid();
  await Promise.all(launchers.map(stop));
  launchers = [];
  if (server) await expect.poll(() => processAlive(server), { timeout: 20_000 }).toBe(false);
  rmSync(dir, { recursive: true, force: true });
});

test("first starts in the same instant share one server, which stays until the last of them stops", async () => {
  const [one, two, three] = await Promise.all([start(), start(), start()]);
  expect(new Set([one.url, two.url, three.url]).size).toBe(1);
  expect([one.joined, two.joined, three.joined].sort()).toEqual([false, true, true]);

  const starter = [one, two, three].find(({ joined }) => !joined);
  if (starter) await stop(starter.process);
  expect(await ask(one.url, "select 1 as answer")).toBe(1);
});

test("a second start finds the data of the first", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 42 as answer");
  await stop(first.process);
  const second = await start();
  expect(second.joined).toBe(false);
  expect(await ask(second.url, "select answer from kept")).toBe(42);
});

test("kill -9 of the launcher stops the server, and the next start goes on with its data", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 42 as answer");
  const server = postmasterPid();
  first.process.kill("SIGKILL");
  const second = await start(); // may well arrive while the old server is still stopping
  expect(await ask(second.url, "select answer from kept")).toBe(42);
  expect(postmasterPid()).not.toBe(server);
});

test("a server whose launcher and watchdog were both killed is replaced", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 42 as answer");
  const orphan = postmasterPid() ?? 0;
  process.kill(JSON.parse(readFileSync(path.join(dir, "watchdog.json"), "utf8")).pid, "SIGKILL");
  first.process.kill("SIGKILL");
  const second = await start();
  expect(processAlive(orphan)).toBe(false);
  expect(await ask(second.url, "select answer from kept")).toBe(42);
});

test("everything killed at once: the next start recovers", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 42 as answer");
  process.kill(JSON.parse(readFileSync(path.join(dir, "watchdog.json"), "utf8")).pid, "SIGKILL");
  process.kill(postmasterPid() ?? 0, "SIGKILL");
  first.process.kill("SIGKILL");
  const second = await start();
  expect(await ask(second.url, "select answer from kept")).toBe(42);
});

test("a postmaster.pid whose number now belongs to another program does no harm to either", async () => {
  const first = await start();
  await stop(first.process);
  const lines = [process.pid, path.join(dir, "data"), 1_700_000_000, first.port, "", "127.0.0.1", "", "ready"];
  writeFileSync(path.join(dir, "data/postmaster.pid"), `${lines.join("\n")}\n`);
  const second = await start();
  expect(await ask(second.url, "select 1 as answer")).toBe(1);
});

test("Millrace's own login is no superuser, and its address is for this machine only", async () => {
  const { url, port } = await start();
  expect(await ask(url, "select rolsuper as answer from pg_roles where rolname = current_user")).toBe(false);
  expect(await ask(url, "select current_setting('listen_addresses') as answer")).toBe("127.0.0.1");
  const guess = `postgresql://millrace:millrace@127.0.0.1:${port}/millrace`;
  await expect(ask(guess, "select 1 as answer")).rejects.toThrow(/password authentication failed/);
});

test("lost credentials are named, not papered over with an empty database", async () => {
  await stop((await start()).process);
  rmSync(path.join(dir, "credentials.json"));
  await expect(startEmbedded({ dir })).rejects.toThrow(/credentials.json is missing or unreadable/);
});

interface Launcher {
  process: ChildProcess;
  url: string;
  port: number;
  joined: boolean;
}

function start(): Promise<Launcher> {
  const child = fork("server/testing/hold-database.ts", [dir]);
  launchers.push(child);
  return new Promise((resolve, reject) => {
    child.once("message", (message: Omit<Launcher, "process">) => resolve({ process: child, ...message }));
    child.once("exit", (code) => reject(new Error(`the start ended with ${code}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.connected) child.send("stop");
  await ended;
}

function postmasterPid(): number | undefined {
  try {
    return Number(readFileSync(path.join(dir, "data/postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}
