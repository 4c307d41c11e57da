import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "../..");

export interface StartedProcess {
  pid: number;
  child: ChildProcess;
  /** What it said first; by then it works. */
  said: unknown;
  /** SIGTERM, then waits for its end. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  nodeArgs?: string[];
  env?: Record<string, string>;
}

/** One of our own processes, started as the launcher does it: it stops when we are gone. Its output goes to stderr. */
export async function startProcess(file: string, options: ProcessOptions = {}): Promise<StartedProcess> {
  const preload = pathToFileURL(path.join(root, "server/exit-with-parent.mjs")).href;
  const child = fork(path.join(root, file), [], {
    cwd: root,
    env: { ...process.env, ...options.env },
    execArgv: ["--import", preload, ...(options.nodeArgs ?? [])],
    stdio: ["ignore", process.stderr, "inherit", "ipc"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const said = await Promise.race([
    new Promise<unknown>((resolve) => child.once("message", resolve)),
    ended.then((how) => Promise.reject(new Error(`${file} did not start (${how})`))),
  ]);
  return {
    pid: child.pid ?? 0,
    child,
    said,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}
