// Run after every change of dependencies: `node scripts/complete-lock.mjs`.
//
// npm writes only those optional packages into the lockfile that the registry of this moment could give it. Where a
// registry lacks the builds for other platforms (next-swc, tailwind oxide, biome …), they are left out, and `npm ci` then
// fails on every machine. This adds them as optional entries, and removes download addresses: they would bind every
// user to the registry the lockfile was made with.
import fs from "node:fs";
import path from "node:path";
import { missingOptionalPackages } from "./lockfile.mjs";

const file = path.resolve(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(fs.readFileSync(file, "utf8"));

let removed = 0;
for (const entry of Object.values(lock.packages)) {
  if (!("resolved" in entry) || entry.link) continue;
  delete entry.resolved;
  removed++;
}

const missing = missingOptionalPackages(lock.packages);
for (const { name, version, parent } of missing) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...platformOf(name),
    ...(parent.license ? { license: parent.license } : {}),
    optional: true,
    ...(parent.dev ? { dev: true } : {}),
  };
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`${missing.length} entries added, ${removed} download addresses removed`);

/** Platform packages carry their platform in the name: @next/swc-linux-arm64-musl. */
function platformOf(name) {
  const systems = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", android: "android" };
  const more = { freebsd: "freebsd", openharmony: "openharmony", aix: "aix", sunos: "sunos" };
  const cpus = ["arm64", "x64", "arm", "ia32", "ppc64", "s390x", "riscv64", "loong64", "wasm32"];
  const parts = name.split("/").pop().split(/[-.]/);
  const os = Object.entries({ ...systems, ...more }).find(([part]) => parts.includes(part))?.[1];
  const cpu = cpus.find((part) => parts.includes(part));
  const libc = parts.includes("musl") ? "musl" : parts.includes("gnu") ? "glibc" : undefined;
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}), ...(libc ? { libc: [libc] } : {}) };
}
