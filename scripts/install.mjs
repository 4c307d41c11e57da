// Runs before `npm start`, `npm run dev`, `npm run demo` and `npm test`, on whatever Node.js the machine has:
// plain JavaScript for Node 20, no dependency. Installs what is missing, and does nothing when nothing is.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { exclusively } from "../server/exclusive.mjs";
import { nodeFloorProblem } from "../server/node-floor.mjs";
import { isInstalled } from "./is-installed.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  stop(
    `Installing needs Node.js 20.9 or newer, this is ${process.version}. Install Node.js 24 from https://nodejs.org.`,
  );
}

const stamps = {
  dependencies: { file: "node_modules/.millrace-dependencies", hash: hashOf("package-lock.json") },
  client: { file: "node_modules/.millrace-prisma-client", hash: hashOf("package-lock.json", "prisma/schema.prisma") },
};

if (!isCurrent(stamps.dependencies) || !isCurrent(stamps.client)) {
  const onWait = () => console.log("Waiting for another start that is installing.");
  await exclusively({ dir: ".data", name: "install", waitMs: 15 * 60_000, onWait }, install);
}

const node = bundledNode();
const problem = nodeFloorProblem(spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout.trim());
if (problem) {
  stop(`${problem}\n(The npm package "node" would have brought one, but it could not be installed on this machine.)`);
}

function install() {
  if (!isCurrent(stamps.dependencies)) {
    // `npm ci` by hand before `npm start` is fine too: then everything is there and only the stamp is missing
    if (!isInstalled(root)) {
      console.log("Installing dependencies (only when they changed; about half a minute)");
      npm("ci", "--no-audit", "--no-fund", "--loglevel=error");
    }
    write(stamps.dependencies);
  }
  if (!isCurrent(stamps.client)) {
    if (fs.existsSync("prisma/schema.prisma")) {
      run(bundledNode(), ["node_modules/prisma/build/index.js", "generate", "--no-hints"], {
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      });
    }
    write(stamps.client);
  }
}

/** The npm that runs this script; its own development dependencies are wanted even under NODE_ENV=production. */
function npm(/** @type {string[]} */ ...args) {
  const cli = process.env.npm_execpath;
  const env = { npm_config_engine_strict: "false", npm_config_include: "dev" };
  if (cli?.endsWith("js")) run(process.execPath, [cli, ...args], env);
  else run(process.platform === "win32" ? "npm.cmd" : "npm", args, env);
}

/** Node.js 24 from the npm package `node` where that could be installed, else the one that runs this script. */
function bundledNode() {
  const file = path.join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  return fs.existsSync(file) ? file : process.execPath;
}

function run(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {Record<string, string>} */ env) {
  const shell = command.endsWith(".cmd");
  const { status, error } = spawnSync(command, args, { stdio: "inherit", shell, env: { ...process.env, ...env } });
  if (error) stop(`${command} could not be started: ${error.message}`);
  if (status !== 0) stop(`"${path.basename(command)} ${args.join(" ")}" failed (${status}). Its message is above.`);
}

function isCurrent(/** @type {{ file: string, hash: string }} */ stamp) {
  return fs.existsSync(stamp.file) && fs.readFileSync(stamp.file, "utf8") === stamp.hash;
}

function write(/** @type {{ file: string, hash: string }} */ stamp) {
  fs.writeFileSync(stamp.file, stamp.hash);
}

function hashOf(/** @type {string[]} */ ...files) {
  const hash = createHash("sha256");
  for (const file of files) if (fs.existsSync(file)) hash.update(fs.readFileSync(file));
  return hash.digest("hex");
}

/** @returns {never} */
function stop(/** @type {string} */ sentence) {
  console.error(sentence);
  process.exit(1);
}
