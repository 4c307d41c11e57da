// Plain JavaScript for Node 20: the installer uses it before anything is installed.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { processAlive, processIdentity } from "./process-alive.mjs";

/**
 * Runs `work` while no other process does so under the same name in the same folder. A lock left by a killed process
 * is taken over; a live holder is waited for, `waitMs` at most.
 *
 * The lock is a row of numbered files, each holding the identity of the process that made it. Whoever makes the highest
 * number holds the lock. A lock file is never deleted to be made again (two waiters that both judge it stale would
 * delete each other's): its successor gets the next number, and creating that one is atomic.
 *
 * @template T
 * @param {{ dir: string, name: string, waitMs: number, onWait?: () => void }} lock
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(lock, work) {
  fs.mkdirSync(lock.dir, { recursive: true });
  const release = await acquire(lock);
  try {
    return await work();
  } finally {
    release();
  }
}

/** @param {{ dir: string, name: string, waitMs: number, onWait?: () => void }} lock */
async function acquire({ dir, name, waitMs, onWait }) {
  const file = (/** @type {number} */ n) => path.join(dir, `${name}.lock.${n}`);
  const deadline = Date.now() + waitMs;
  let waiting = false;
  for (;;) {
    const latest = highest(dir, name);
    const holder = latest === 0 ? undefined : read(file(latest));
    if (holder === undefined || !isHeld(holder)) {
      const mine = latest + 1;
      if (create(file(mine)) && highest(dir, name) === mine) {
        for (const n of numbers(dir, name)) if (n < mine) fs.rmSync(file(n), { force: true });
        // the file stays, emptied: its number must not be given out twice while somebody still looks at it
        return () => fs.writeFileSync(file(mine), "");
      }
      continue;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Another start (process ${holder.split(" ")[0]}) has been busy with ${name} for ${Math.round(waitMs / 1000)} s. End that process, or delete ${file(latest)} if it is not a Millrace process.`,
      );
    }
    if (!waiting) onWait?.();
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Creates the file with its content at once (a hard link), so that nobody ever reads a half-written holder. */
function create(/** @type {string} */ target) {
  const draft = `${target}.${randomBytes(6).toString("hex")}`;
  fs.writeFileSync(draft, processIdentity(process.pid));
  try {
    fs.linkSync(draft, target);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** @param {string} holder */
function isHeld(holder) {
  const pid = Number(holder.split(" ")[0]);
  return processAlive(pid) && processIdentity(pid) === holder;
}

/** @param {string} file @returns {string | undefined} */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8") || undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} dir @param {string} name */
function numbers(dir, name) {
  const prefix = `${name}.lock.`;
  return fs
    .readdirSync(dir)
    .filter((entry) => entry.startsWith(prefix) && /^\d+$/.test(entry.slice(prefix.length)))
    .map((entry) => Number(entry.slice(prefix.length)));
}

/** @param {string} dir @param {string} name */
function highest(dir, name) {
  return Math.max(0, ...numbers(dir, name));
}
