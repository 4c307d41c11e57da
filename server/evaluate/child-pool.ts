import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { settings } from "#server/settings.ts";

/** What crosses to a child. Everything is plain JSON. */
export interface ChildRequest {
  org: string;
  expression: string;
  parseOnly?: boolean;
  input: unknown;
  bindings: Record<string, unknown>;
  nowMs: number;
  seed: number;
  outputLimit: number;
}

export type ChildAnswer =
  | { ok: true; text?: string }
  | { ok: false; code: string; message: string; position: number | null; token: string | null };

interface Waiting {
  request: ChildRequest;
  deadlineMs: number;
  resolve(answer: ChildAnswer): void;
  /** Shared a killed batch once: runs alone from now on, so that only the guilty one pays. */
  alone: boolean;
}

interface Child {
  process: ChildProcess;
  batch: Waiting[];
  timer: NodeJS.Timeout | null;
  ready: boolean;
}

const batchMost = 16;

/** Processes of the product run in its folder; inside Next's bundle a module does not know where its source was. */
const place = (): string => path.join(process.cwd(), "server/evaluate");

/** It may read its own program and nothing else. */
function childFlags(): string[] {
  const readable = [
    path.join(place(), "child.mjs"),
    path.join(place(), "linear-regex.mjs"),
    path.join(process.cwd(), "package.json"),
    path.join(process.cwd(), "node_modules/jsonata"),
    path.join(process.cwd(), "node_modules/re2js"),
  ];
  return [
    "--disable-proto=delete",
    `--max-old-space-size=${settings.evaluate.heapMb}`,
    "--permission",
    ...readable.map((one) => `--allow-fs-read=${one}`),
  ];
}

/**
 * A pool of killable processes. Never worker threads: their memory limits took the parent down in 5 of 10 attacks we
 * measured. A child that misses its deadline or dies is replaced; the rest of its batch runs again, one by one.
 */
export class ChildPool {
  private readonly children = new Set<Child>();
  private queue: Waiting[] = [];
  private closed = false;

  run(request: ChildRequest, deadlineMs: number): Promise<ChildAnswer> {
    if (this.closed) return Promise.resolve(failure("M1020", "The evaluator is stopping"));
    return new Promise((resolve) => {
      this.queue.push({ request, deadlineMs, resolve, alone: false });
      this.dispatch();
    });
  }

  close(): void {
    this.closed = true;
    for (const child of this.children) child.process.kill("SIGKILL");
    this.children.clear();
    for (const waiting of this.queue.splice(0)) waiting.resolve(failure("M1020", "The evaluator is stopping"));
  }

  private dispatch(): void {
    while (this.queue.length > 0) {
      const idle = [...this.children].find((child) => child.ready && child.batch.length === 0);
      if (!idle) {
        const busy = [...this.children].filter((child) => child.batch.length > 0 || !child.ready).length;
        if (busy < settings.evaluate.children) this.start();
        return;
      }
      this.give(idle);
    }
  }

  private give(child: Child): void {
    const first = this.queue[0];
    if (!first) return;
    const together = first.alone ? 1 : Math.min(batchMost, this.queue.findIndex((one) => one.alone) >>> 0);
    child.batch = this.queue.splice(0, Math.min(together, this.queue.length));
    const deadlineMs = Math.max(...child.batch.map((one) => one.deadlineMs));
    child.timer = setTimeout(() => child.process.kill("SIGKILL"), deadlineMs);
    child.process.send({ id: 0, requests: child.batch.map((one) => one.request) });
  }

  private start(): void {
    // Spawned by path, not forked by module: a bundler must not look for the child among its own chunks.
    const started = spawn(process.execPath, [...childFlags(), path.join(place(), "child.mjs")], {
      env: { NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const child: Child = { process: started, batch: [], timer: null, ready: false };
    this.children.add(child);
    lowerPriority(started);
    started.on("message", (message: { ready?: true; answers?: ChildAnswer[] }) => {
      if (message.ready) child.ready = true;
      if (message.answers) this.finish(child, message.answers);
      this.dispatch();
    });
    started.on("error", () => started.kill("SIGKILL"));
    started.on("exit", () => this.bury(child));
    // The pool must not keep a process alive that has nothing else to do.
    started.unref();
    started.channel?.unref();
  }

  private finish(child: Child, answers: ChildAnswer[]): void {
    if (child.timer) clearTimeout(child.timer);
    child.timer = null;
    const batch = child.batch;
    child.batch = [];
    batch.forEach((waiting, index) => {
      waiting.resolve(answers[index] ?? failure("M1000", "The evaluator gave no answer"));
    });
  }

  private bury(child: Child): void {
    if (child.timer) clearTimeout(child.timer);
    this.children.delete(child);
    const batch = child.batch;
    child.batch = [];
    if (batch.length === 1) {
      const only = batch[0];
      only?.resolve(failure("M1001", "The mapping used more time or memory than a mapping may"));
    } else {
      for (const waiting of batch.reverse()) {
        waiting.alone = true;
        this.queue.unshift(waiting);
      }
    }
    if (!this.closed && child.ready) this.dispatch();
    else if (!child.ready) {
      for (const waiting of this.queue.splice(0)) waiting.resolve(failure("M1021", "The evaluator does not start"));
    }
  }
}

const failure = (code: string, message: string): ChildAnswer => ({
  ok: false,
  code,
  message,
  position: null,
  token: null,
});

/** A runaway mapping may use a core until its deadline, but never before its neighbours. */
function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    os.setPriority(child.pid, 10);
  } catch {
    // Ended already, or the system refuses: the deadline still holds.
  }
}
