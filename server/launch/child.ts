import { fork } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { platformSettings } from "#server/launch/platform-settings.ts";
import type { Shutdown } from "#server/launch/shutdown.ts";

export interface Child {
  /** Resolves when it says so itself. Rejects when it ends before. */
  ready: Promise<void>;
}

interface ChildOptions {
  args?: string[];
  nodeArgs?: string[];
  shutdown: Shutdown;
}

/** Starts one of our processes and stops it with us; its unexpected end is the end of everything. */
export function startChild(name: string, file: string, { args = [], nodeArgs = [], shutdown }: ChildOptions): Child {
  const preload = pathToFileURL(path.resolve("server/exit-with-parent.mjs")).href;
  const child = fork(file, args, {
    // a process group of its own: the terminal's Ctrl-C reaches only the launcher, which stops its children in order
    detached: true,
    execArgv: ["--import", preload, ...nodeArgs],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  void ended.then((how) => {
    if (shutdown.begun) return;
    console.error(`The ${name} process ended unexpectedly (${how}). Stopping everything.`);
    void shutdown.begin(1);
  });
  shutdown.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const impatience = setTimeout(() => child.kill("SIGKILL"), platformSettings.launch.childStopMs);
    await ended;
    clearTimeout(impatience);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message) => {
      if (message === "ready") resolve();
    });
    void ended.then((how) => reject(new Error(`The ${name} process did not start (${how}).`)));
  });
  return { ready };
}
