import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { executable, ping } from "#server/db/embedded-cluster.ts";
import type { Place } from "#server/db/embedded-place.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";
import { processAlive } from "#server/process-alive.mjs";

/** Our hold on a running PostgreSQL. It stops when the last holder, in whatever process, has let go or died. */
export interface Hold {
  port: number;
  /** Resolves when PostgreSQL has stopped, or at once when others still use it. */
  release(): Promise<void>;
}

export interface ServerOptions {
  preferredPort: number;
  extraArgs: string[];
  /** The address of the superuser, which exists from the beginning. */
  url: (port: number) => string;
}

/** Joins the PostgreSQL that another start of the same folder runs, through its watchdog; undefined when there is none. */
export async function joinServer(place: Place, url: ServerOptions["url"]): Promise<Hold | undefined> {
  const postmaster = readPostmaster(place);
  const socket = await joinWatchdog(controlFile(place));
  if (!socket) return undefined;
  if (!postmaster || (await ping(url(postmaster.port))) !== "yes") {
    socket.destroy();
    return undefined;
  }
  return {
    port: postmaster.port,
    release: () =>
      new Promise((resolve) => {
        socket.on("close", () => resolve());
        socket.on("error", () => resolve());
        socket.resume();
        socket.end();
      }),
  };
}

/** Ends what a crash left: a PostgreSQL without a watchdog, or with one that is about to stop it. */
export async function clearLeftovers(place: Place): Promise<void> {
  const postmaster = readPostmaster(place);
  if (!postmaster) return;
  if (!processAlive(postmaster.pid) || !isOurPostmaster(postmaster.pid, place)) {
    disown(pidFile(place));
    return;
  }
  process.kill(postmaster.pid, "SIGINT");
  const deadline = Date.now() + platformSettings.database.orphanStopMs;
  while (processAlive(postmaster.pid)) {
    if (Date.now() > deadline)
      throw new Error(`A PostgreSQL of an earlier start (process ${postmaster.pid}) does not stop.`);
    await pause();
  }
}

/** Starts PostgreSQL under a watchdog of its own, on the preferred port or else a free one. */
export async function startServer(place: Place, options: ServerOptions): Promise<Hold> {
  const deadline = Date.now() + platformSettings.launch.databaseReadyMs;
  for (let preferred = options.preferredPort; ; preferred = 0) {
    const port = await freePort(preferred);
    const started = await tryStart(place, port, options, deadline);
    if (typeof started !== "string") return started;
    // taken between our look and PostgreSQL's; or processes of a killed PostgreSQL that are about to notice
    const passes = /could not bind|Address already in use|pre-existing shared memory block/.test(started);
    if (!passes || Date.now() > deadline) throw new Error(`The embedded PostgreSQL did not start:\n${started}`);
    await pause();
  }
}

/** The hold, or what PostgreSQL wrote into its log before it gave up. */
async function tryStart(place: Place, port: number, options: ServerOptions, deadline: number): Promise<Hold | string> {
  const logFile = path.join(place.dir, "postgres.log");
  const logStart = startOfNewLog(logFile);
  const task = {
    executable: executable(place, "postgres"),
    args: ["-D", path.join(place.dir, "data"), "-p", String(port), ...serverArgs, ...options.extraArgs],
    account: place.account,
    cwd: place.dir,
    logFile,
    controlFile: controlFile(place),
    quickStopMs: 10_000,
  };
  const watchdog = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "postgres-watchdog.mjs"), JSON.stringify(task)],
    {
      // a session of its own: the terminal's Ctrl-C does not reach it
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  watchdog.stdin.on("error", () => {});
  let ended = false;
  const end = new Promise<void>((resolve) => {
    watchdog.on("exit", () => {
      ended = true;
      resolve();
    });
  });
  const shared = new Promise<void>((resolve) => watchdog.stdout.once("data", () => resolve()));
  const release = async () => {
    watchdog.stdin.end();
    await Promise.race([end, shared]);
    watchdog.unref();
    watchdog.stdout.destroy();
  };

  while ((await ping(options.url(port))) !== "yes") {
    if (ended) return fs.readFileSync(logFile, "utf8").slice(logStart).trim().split("\n").slice(-12).join("\n");
    if (Date.now() > deadline) {
      await release();
      throw new Error(`The embedded PostgreSQL does not answer. Its log is ${logFile}.`);
    }
    await pause();
  }
  return { port, release };
}

const serverArgs = Object.entries({
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: platformSettings.database.maxConnections,
  timezone: "UTC",
  log_timezone: "UTC",
}).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** PostgreSQL's own note of who runs it: process, folder, start, port, one to a line. */
function readPostmaster(place: Place): { pid: number; port: number } | undefined {
  if (!fs.existsSync(pidFile(place))) return undefined;
  const lines = fs.readFileSync(pidFile(place), "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/**
 * PostgreSQL refuses to start while the number in its file names any process of the same account: another program that
 * got the number, or a zombie. So the number is replaced by one that no process can have. The rest stays: by it, it sees
 * whether processes of the killed server still use its memory.
 */
function disown(file: string): void {
  const noProcess = "99999999";
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/^\d+/, noProcess));
}

/** Never send a signal to a number from a file alone. */
function isOurPostmaster(pid: number, place: Place): boolean {
  if (process.platform !== "linux") return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(path.join(place.dir, "data"));
  } catch {
    return false;
  }
}

async function joinWatchdog(file: string): Promise<net.Socket | undefined> {
  let port: number;
  let token: string;
  try {
    ({ port, token } = JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
  const socket = net.connect(port, "127.0.0.1");
  const answered = await new Promise<boolean>((resolve) => {
    socket.setTimeout(platformSettings.database.pingMs, () => resolve(false));
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
    socket.on("connect", () => socket.write(`${token}\n`));
    socket.once("data", (answer) => resolve(answer.toString() === "ok\n"));
  });
  socket.setTimeout(0);
  if (answered) return socket;
  socket.destroy();
  return undefined;
}

async function freePort(preferred: number): Promise<number> {
  return (
    (await tryListen(preferred)) ?? (await tryListen(0)) ?? Promise.reject(new Error("No port is free on 127.0.0.1."))
  );
}

function tryListen(port: number): Promise<number | undefined> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}

/** Only what this start writes is of interest; an old log is not kept for ever. */
function startOfNewLog(file: string): number {
  const size = fs.existsSync(file) ? fs.statSync(file).size : 0;
  if (size < 5_000_000) return size;
  fs.truncateSync(file);
  return 0;
}

function controlFile(place: Place): string {
  return path.join(place.dir, "watchdog.json");
}

function pidFile(place: Place): string {
  return path.join(place.dir, "data", "postmaster.pid");
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, platformSettings.database.pollMs));
}
