import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Everything the build reads. */
const folders = ["app", "components", "server", "nodes", "public"];
const files = [
  "package.json",
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
  "prisma/schema.prisma",
];

/** One hash over names and contents. Tests, notes and generated code (whose source is the schema) do not count. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  const all = [...files, ...folders.flatMap((folder) => filesIn(root, folder))];
  for (const file of all.sort()) {
    const at = path.join(root, file);
    if (fs.existsSync(at)) hash.update(`${file}\0`).update(fs.readFileSync(at)).update("\0");
  }
  return hash.digest("hex");
}

function filesIn(root: string, folder: string): string[] {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .map((entry) => ({ entry, file: `${folder}/${entry.name}` }))
    .flatMap(({ entry, file }) => (entry.isDirectory() ? (isSource(`${file}/`) ? filesIn(root, file) : []) : [file]))
    .filter(isSource);
}

function isSource(file: string): boolean {
  return !/\.test\.tsx?$|\.md$|^server\/(generated|testing)\//.test(file);
}
