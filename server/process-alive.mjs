// Plain JavaScript for Node 20: the installer uses it before anything is installed.
import fs from "node:fs";

/**
 * Whether a process runs. A zombie (ended, not yet collected by its parent) answers kill(0) but runs no more.
 * @param {number} pid
 */
export function processAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (processStat(pid)?.state === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Names one process and no later one that got the same number: on Linux its start time and boot belong to the name.
 * @param {number} pid
 * @returns {string}
 */
export function processIdentity(pid) {
  const startedAt = processStat(pid)?.startedAt;
  return startedAt === undefined ? `${pid}` : `${pid} ${startedAt} ${bootId()}`;
}

/** @param {number} pid */
function processStat(pid) {
  if (process.platform !== "linux") return undefined;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // the second field is the program's name in brackets and may itself hold blanks and brackets
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], startedAt: fields[19] };
  } catch {
    return undefined;
  }
}

function bootId() {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
