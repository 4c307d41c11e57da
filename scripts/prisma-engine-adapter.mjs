import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import Result from "pg/lib/result.js";
import { parseIntoClientConfig } from "pg-connection-string";

/**
 * Prisma's adapter for PostgreSQL, with the repairs the schema engine needs. They are for this engine only; the product
 * uses the adapter as it is.
 * @param {string} url @param {string | undefined} shadowUrl
 */
export async function engineAdapter(url, shadowUrl) {
  const { connection, schema } = splitUrl(url);
  const factory = new PrismaPg(configOf(await existing(connection)), { schema });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => repaired(await connect());
  factory.connectToShadowDb = async () => repaired(await connectToShadow(url, shadowUrl));
  return factory;
}

/** Prisma's `schema` parameter is none of PostgreSQL's. */
export function splitUrl(/** @type {string} */ text) {
  const url = new URL(text);
  const schema = url.searchParams.get("schema") ?? undefined;
  url.searchParams.delete("schema");
  return { connection: url.toString(), schema, database: decodeURIComponent(url.pathname.slice(1)), host: url.host };
}

/** Runs `work` on the server's maintenance database, from where others can be created and dropped. */
export async function onMaintenanceDatabase(
  /** @type {string} */ text,
  /** @type {(client: pg.Client) => Promise<unknown>} */ work,
) {
  const client = new pg.Client({ connectionString: otherDatabase(splitUrl(text).connection, "postgres") });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/**
 * PrismaPg's own handling runs the shadow migrations **against the real database** when it was given a connection string
 * (it overrides `database`, and pg lets the connection string win), and drops the shadow before it is disconnected.
 */
async function connectToShadow(/** @type {string} */ url, /** @type {string | undefined} */ shadowUrl) {
  if (shadowUrl) {
    const { connection, schema } = splitUrl(shadowUrl);
    return await new PrismaPg(configOf(connection), { schema }).connect();
  }
  const name = `prisma_shadow_${randomUUID().replaceAll("-", "")}`;
  await onMaintenanceDatabase(url, (client) => client.query(`create database ${name}`));
  const { connection, schema } = splitUrl(url);
  const adapter = await new PrismaPg(configOf(otherDatabase(connection, name)), { schema }).connect();
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await onMaintenanceDatabase(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return adapter;
}

function repaired(
  /** @type {import("@prisma/driver-adapter-utils").SqlDriverAdapter & { underlyingDriver(): pg.Pool }} */ adapter,
) {
  // the adapter splits scripts at every ';', also inside functions and strings: send them whole
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const column of charColumns) {
      result.columnTypes[column] = ColumnTypeEnum.Character;
      for (const row of result.rows) if (row[column] === "") row[column] = null;
    }
    charColumns = [];
    return result;
  };
  return adapter;
}

// The adapter knows no type for the catalogue's internal "char" (OID 18): pg is told it is text, the engine that it is a
// character. The engine asks one thing at a time, so the columns of the latest answer are the right ones.
const internalChar = 18;
const text = 25;
/** @type {number[]} */
let charColumns = [];
const addFields = Result.prototype.addFields;
Result.prototype.addFields = function (/** @type {{ dataTypeID: number }[]} */ fields) {
  charColumns = fields.flatMap((field, column) => (field.dataTypeID === internalChar ? [column] : []));
  for (const field of fields) if (field.dataTypeID === internalChar) field.dataTypeID = text;
  return addFields.call(this, fields);
};

/** `migrate diff` between two sources on disk must not require the configured database to exist. */
async function existing(/** @type {string} */ connection) {
  const client = new pg.Client({ connectionString: connection });
  try {
    await client.connect();
    return connection;
  } catch (error) {
    if (error?.code !== "3D000") throw error;
    return otherDatabase(connection, "postgres");
  } finally {
    await client.end().catch(() => {});
  }
}

function otherDatabase(/** @type {string} */ connection, /** @type {string} */ name) {
  const url = new URL(connection);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Fields instead of a connection string, which would win over the database we name. */
function configOf(/** @type {string} */ connection) {
  return parseIntoClientConfig(connection);
}
