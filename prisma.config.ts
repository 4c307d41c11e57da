import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "prisma/config";

// No engine download: the CLI talks to the WebAssembly build of its schema engine, from npm. Not on Windows, which can't
// run a script as a program.
if (process.platform !== "win32") {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve(import.meta.dirname, "scripts/prisma-schema-engine.mjs");
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: databaseUrl() },
});

/** DATABASE_URL, or the embedded database of the last start. `prisma generate` needs none. */
function databaseUrl(): string {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const file = path.resolve(process.env.MILLRACE_DATA_DIR ?? path.join(import.meta.dirname, ".data"), "database-url");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "postgresql://127.0.0.1/millrace";
}
