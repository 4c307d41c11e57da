import type { JsonObject } from "../../_core/json.ts";
import { decimalOfVendor } from "../../_core/money/decimal.ts";
import type { TwinContext, TwinResponse } from "../../_kit/twin/twin.ts";
import { reportChanges } from "./changes.ts";
import { conflict, invalid } from "./errors.ts";
import type { ObjectType } from "./object-types.ts";
import { findStage } from "./pipelines.ts";

/** A stored record: its properties lie flat in the body, all of them text or null, beside the mark `archived`. */
export interface StoredRecord {
  id: string;
  properties: Record<string, string | null>;
  archived: boolean;
}

export type Properties = Record<string, string | null>;

export async function loadRecord({ store }: TwinContext, type: ObjectType, id: string): Promise<StoredRecord | null> {
  const body = await store.get(type.name, id);
  return body ? fromBody(id, body) : null;
}

/** Oldest first, archived ones left out. */
export async function listRecords({ store }: TwinContext, type: ObjectType): Promise<StoredRecord[]> {
  const records = await store.list(type.name, { archived: false });
  return records.map(({ id, body }) => fromBody(id, body));
}

/** By id, or by a property that HubSpot keeps unique. */
export async function findRecord(
  context: TwinContext,
  type: ObjectType,
  key: string,
  idProperty: string | null,
): Promise<StoredRecord | null> {
  if (idProperty === null || idProperty === "hs_object_id") {
    const found = await loadRecord(context, type, key);
    return found?.archived ? null : found;
  }
  const [found] = await context.store.list(type.name, { [idProperty]: key.toLowerCase(), archived: false });
  return found ? fromBody(found.id, found.body) : null;
}

/** Who changed something, as webhooks tell it. */
export type ChangeSource = "CRM_UI" | "INTEGRATION";

export async function createRecord(
  context: TwinContext,
  type: ObjectType,
  given: Properties,
  source: ChangeSource,
): Promise<{ record: StoredRecord } | { refused: TwinResponse }> {
  const properties = { ...initial(type), ...normalised(given) };
  const refused = checkProperties(type, properties) ?? (await checkUnique(context, type, properties, null));
  if (refused) return { refused };
  const id = String(type.firstId - 1 + (await context.store.nextNumber(type.name)));
  const at = context.now.toISOString();
  const kept = { hs_object_id: id, createdate: properties.createdate ?? at, [type.modifiedProperty]: at };
  const record = { id, archived: false, properties: { ...settled(type, properties, context.now), ...kept } };
  await save(context, type, record);
  reportChanges(context, type, record, {}, source);
  return { record };
}

export async function updateRecord(
  context: TwinContext,
  type: ObjectType,
  before: StoredRecord,
  given: Properties,
  source: ChangeSource,
): Promise<{ record: StoredRecord } | { refused: TwinResponse }> {
  const changes = normalised(given);
  const merged = { ...before.properties, ...changes };
  const refused = checkProperties(type, changes, merged) ?? (await checkUnique(context, type, changes, before.id));
  if (refused) return { refused };
  const at = context.now.toISOString();
  const record = { ...before, properties: { ...settled(type, merged, context.now), [type.modifiedProperty]: at } };
  await save(context, type, record);
  reportChanges(context, type, record, before.properties, source);
  return { record };
}

export async function archiveRecord(context: TwinContext, type: ObjectType, record: StoredRecord): Promise<void> {
  await save(context, type, { ...record, archived: true });
}

function save({ store }: TwinContext, type: ObjectType, { id, archived, properties }: StoredRecord): Promise<void> {
  return store.put(type.name, id, { ...properties, archived });
}

function fromBody(id: string, { archived, ...rest }: JsonObject): StoredRecord {
  const properties: Properties = {};
  for (const [name, value] of Object.entries(rest)) properties[name] = typeof value === "string" ? value : null;
  return { id, archived: archived === true, properties };
}

const initial = (type: ObjectType): Properties => (type.name === "deals" ? { pipeline: "default" } : {});

/** Empty text clears a property; addresses are kept as HubSpot compares them. */
function normalised(given: Properties): Properties {
  const out: Properties = {};
  for (const [name, value] of Object.entries(given))
    out[name] = value === "" ? null : name === "email" && value !== null ? value.trim().toLowerCase() : value;
  return out;
}

/** A deal that reaches a closed stage gets today as its close date if it has none. */
function settled(type: ObjectType, properties: Properties, now: Date): Properties {
  if (type.name !== "deals" || !findStage(properties.dealstage ?? "")?.closed || properties.closedate)
    return properties;
  return { ...properties, closedate: now.toISOString() };
}

function checkProperties(type: ObjectType, changes: Properties, merged: Properties = changes): TwinResponse | null {
  for (const [name, value] of Object.entries(changes)) {
    const definition = type.properties.find((property) => property.name === name);
    if (!definition) return invalid(`Property "${name}" does not exist`, "PROPERTY_DOESNT_EXIST");
    if (value !== null && definition.type === "number" && !isNumber(value))
      return invalid(`${name} was not a valid number.`, "INVALID_INTEGER");
    if (value !== null && definition.type === "datetime" && Number.isNaN(timeValue(value)))
      return invalid(`${name} was not a valid long.`, "INVALID_LONG");
  }
  if (changes.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(changes.email))
    return invalid(`Email address ${changes.email} is invalid`, "INVALID_EMAIL");
  if (type.name === "deals" && ("dealstage" in changes || "pipeline" in changes)) {
    const stage = findStage(merged.dealstage ?? "");
    if (merged.dealstage && stage?.pipeline !== merged.pipeline)
      return invalid(
        `${merged.dealstage} was not one of the allowed options of pipeline ${merged.pipeline}`,
        "INVALID_OPTION",
      );
  }
  return null;
}

async function checkUnique(
  context: TwinContext,
  type: ObjectType,
  changes: Properties,
  ownId: string | null,
): Promise<TwinResponse | null> {
  for (const { name, unique } of type.properties) {
    const value = changes[name];
    if (!unique || !value) continue;
    const other = await findRecord(context, type, value, name);
    if (other && other.id !== ownId) return conflict(`Contact already exists. Existing ID: ${other.id}`);
  }
  return null;
}

function isNumber(text: string): boolean {
  try {
    decimalOfVendor(text);
    return true;
  } catch {
    return false;
  }
}

/** Dates come as ISO text or as milliseconds. */
export const timeValue = (text: string): number => (/^-?\d{10,}$/.test(text) ? Number(text) : Date.parse(text));
