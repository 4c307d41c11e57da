import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import type { Account, Place } from "#server/db/embedded-place.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";

/** The passwords of one cluster, in a file only its starter can read. */
export interface Credentials {
  superuser: string;
  login: string;
}

/** The role and database Millrace itself uses: no superuser, exactly like what a hosted PostgreSQL gives its customers. */
export const loginRole = "millrace";

/** Makes the cluster at the first start. A start that is killed on the way leaves nothing the next one would trust. */
export async function ensureCluster(place: Place, throwAway: boolean): Promise<Credentials> {
  const data = path.join(place.dir, "data");
  const file = path.join(place.dir, "credentials.json");
  if (fs.existsSync(data)) return readCredentials(file, place.dir);

  const credentials = { superuser: randomPassword(), login: randomPassword() };
  writePrivately(file, JSON.stringify(credentials), undefined);
  const draft = path.join(place.dir, "data.draft");
  const passwordFile = path.join(place.dir, "initial-password");
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  if (place.account) fs.chownSync(draft, place.account.uid, place.account.gid);
  writePrivately(passwordFile, credentials.superuser, place.account);
  try {
    await initdb(place, draft, passwordFile, throwAway);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(draft, data);
  return credentials;
}

/** Role and database of `loginRole`; the superuser is not used for anything after that. */
export async function ensureLogin(url: (role: string, database: string) => string, password: string): Promise<void> {
  if ((await ping(url(loginRole, loginRole))) === "yes") return;
  const client = new pg.Client({ connectionString: url("postgres", "postgres") });
  await client.connect();
  try {
    const role = await client.query("select 1 from pg_roles where rolname = $1", [loginRole]);
    const verb = role.rowCount === 0 ? "create" : "alter";
    const secret = client.escapeLiteral(password);
    await client.query(`${verb} role ${loginRole} login createdb createrole password ${secret}`);
    // hosted services grant what one creates; plain PostgreSQL wants to be told
    await client.query(`alter role ${loginRole} set createrole_self_grant = 'set, inherit'`);
    const database = await client.query("select 1 from pg_database where datname = $1", [loginRole]);
    if (database.rowCount === 0) await client.query(`create database ${loginRole} owner ${loginRole}`);
  } finally {
    await client.end();
  }
}

/** "no" when nobody listens or it is not up yet; "refused" when a PostgreSQL answers that does not know our password. */
export async function ping(connectionString: string): Promise<"yes" | "refused" | "no"> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: platformSettings.database.pingMs });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return "yes";
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code !== "57P03" ? "refused" : "no";
  } finally {
    await client.end().catch(() => {});
  }
}

export function executable(place: Place, name: "initdb" | "postgres"): string {
  return path.join(place.native, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

function initdb(place: Place, data: string, passwordFile: string, throwAway: boolean): Promise<void> {
  const args = ["-D", data, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"];
  // ordering by code point is the same on every machine and never changes under an index
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions");
  if (throwAway) args.push("--no-sync");
  const options = { ...place.account, cwd: place.dir, env: { ...process.env, LC_ALL: "C" } };
  return new Promise((resolve, reject) => {
    const child = spawn(executable(place, "initdb"), args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`PostgreSQL could not create its data folder:\n${output.trim()}`)),
    );
  });
}

function readCredentials(file: string, dir: string): Credentials {
  try {
    const { superuser, login } = JSON.parse(fs.readFileSync(file, "utf8"));
    if (typeof superuser === "string" && typeof login === "string") return { superuser, login };
  } catch {
    // said below
  }
  throw new Error(
    `${file} is missing or unreadable; without it the database beside it can't be opened. Restore it, or delete ${dir} to start with an empty database.`,
  );
}

function writePrivately(file: string, text: string, owner: Account | undefined): void {
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, text, { mode: 0o600 });
  if (owner) fs.chownSync(file, owner.uid, owner.gid);
}

function randomPassword(): string {
  return randomBytes(24).toString("base64url");
}
