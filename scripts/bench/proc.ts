import fs from "node:fs";

/** What some processes and all their descendants use, read from /proc. Null where there is none (macOS, Windows). */
export interface Usage {
  cpuSeconds: number;
  /** Memory by its shares (PSS): what several processes have in common is counted once. */
  megabytes: number;
}

export const hasProc = fs.existsSync("/proc/self/stat");
/** Clock ticks a second on every Linux that Node runs on. */
const ticks = 100;

interface Stat {
  pid: number;
  parent: number;
  cpuTicks: number;
}

export function cpuSecondsOf(roots: readonly number[]): number {
  return treeOf(roots).reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / ticks;
}

export function megabytesOf(roots: readonly number[]): number {
  return treeOf(roots).reduce((sum, { pid }) => sum + pssKb(pid), 0) / 1024;
}

function treeOf(roots: readonly number[]): Stat[] {
  const all = readAll();
  const byParent = Map.groupBy(all, ({ parent }) => parent);
  const found = all.filter(({ pid }) => roots.includes(pid));
  for (let index = 0; index < found.length; index += 1) {
    const stat = found[index];
    if (stat) found.push(...(byParent.get(stat.pid) ?? []));
  }
  return found;
}

function readAll(): Stat[] {
  if (!hasProc) return [];
  return fs.readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    return readStat(Number(name)) ?? [];
  });
}

/** Own time and that of children which have ended and were waited for: a short-lived backend is not forgotten. */
export function readStat(pid: number): Stat | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const cpuTicks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { pid, parent: Number(fields[1]), cpuTicks };
  } catch {
    return null; // ended meanwhile
  }
}

function pssKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
