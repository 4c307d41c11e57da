#!/usr/bin/env node
// Stands in for the schema engine that the Prisma CLI would download: the same engine as WebAssembly from npm, spoken to
// in the same way (JSON-RPC, one message a line). See prisma.config.ts. TypedSQL does not work with it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { engineAdapter, onMaintenanceDatabase, splitUrl } from "./prisma-engine-adapter.mjs";

const args = process.argv.slice(2);
const datasource = JSON.parse(argumentAfter("--datasource") ?? "{}");
const url = datasource.url ?? "postgresql://127.0.0.1/none";
const datamodels = args.flatMap((arg, i) => (arg === "-d" || arg === "--datamodels" ? [args[i + 1] ?? ""] : []));
/** @type {string | undefined} */
let latestPanic;

if (args.includes("--version") || args[0] === "-V") {
  console.log("schema-engine-cli wasm");
} else if (args.includes("cli")) {
  await runCommand(argumentAfter("cli") ?? "");
} else {
  await serve();
}

/** `schema-engine cli <command>`: exit code 0, or 1 with one JSON line on standard error. */
async function runCommand(/** @type {string} */ command) {
  const { connection, database, host } = splitUrl(url);
  const name = pg.escapeIdentifier(database);
  try {
    if (command === "can-connect-to-database") {
      const client = new pg.Client({ connectionString: connection });
      await client.connect();
      await client.end();
    } else if (command === "create-database") {
      await onMaintenanceDatabase(url, (client) => client.query(`create database ${name}`));
    } else if (command === "drop-database") {
      await onMaintenanceDatabase(url, (client) => client.query(`drop database ${name}`));
    } else {
      fail(`unsupported command ${command}`);
    }
  } catch (error) {
    if (error.code === "3D000") fail(`Database \`${database}\` does not exist on the server at \`${host}\`.`, "P1003");
    if (error.code === "ECONNREFUSED") fail(`Can't reach database server at \`${host}\``, "P1001");
    if (error.code === "28P01") fail("Authentication failed against database server", "P1000");
    fail(error.message);
  }
}

/** @returns {never} */
function fail(/** @type {string} */ message, /** @type {string | undefined} */ code) {
  const fields = { message, is_panic: false, error_code: code };
  console.error(
    JSON.stringify({ timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" }),
  );
  process.exit(1);
}

async function serve() {
  const engine = await loadEngine();
  let previous = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const request = line.trim() ? JSON.parse(line) : {};
    if (request.method) previous = previous.then(() => answer(engine, request));
  });
  lines.on("close", () => previous.finally(() => process.exit(0)));
}

async function loadEngine() {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const wasm = readFileSync(entry.replace(/schema_engine\.js$/, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // where the engine leaves the text of a panic; without it one sees only "unreachable executed"
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message) => (latestPanic = message) } });
  process.on("uncaughtException", (error) => {
    console.error(
      JSON.stringify({ level: "ERROR", fields: { message: latestPanic ?? error.message, is_panic: true } }),
    );
    process.exit(101);
  });
  return engine;
}

async function answer(engine, request) {
  const method = request.method === "getDatabaseVersion" ? "version" : request.method;
  try {
    const result = await call(engine, method, request.params);
    if (method === "diff" && result?.stdout != null && request.params.script !== undefined) {
      send({ method: "print", params: { content: result.stdout }, id: 1_000_000 });
    }
    send({ id: request.id, result: result ?? null });
  } catch (error) {
    const message = latestPanic ?? error?.message ?? String(error);
    const data = { is_panic: false, message, error_code: error?.code, meta: error?.meta ?? null };
    send({
      id: request.id,
      error: { code: 4466, message: "An error happened. Check the data field for details.", data },
    });
  }
}

/** An engine per request: an instance gives its shadow database away at the first use. */
async function call(engine, method, params) {
  const models = datamodels.map((file) => [file, readFileSync(file, "utf8")]);
  const options = { datamodels: models.length > 0 ? models : undefined };
  const adapter = bindMigrationAwareSqlAdapterFactory(await engineAdapter(url, datasource.shadowDatabaseUrl));
  const instance = await engine.SchemaEngine.new(options, () => {}, adapter);
  try {
    if (typeof instance[method] !== "function") throw new Error(`The schema engine from npm has no ${method}.`);
    if (method === "evaluateDataLoss" || method === "createMigration") {
      // these two get the shadow database only after a diagnostic on the same instance
      await instance.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    }
    return await instance[method](params);
  } finally {
    instance.free();
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function argumentAfter(/** @type {string} */ name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
