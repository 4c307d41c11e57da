import * as z from "zod";
import type { ExactJson } from "../../_core/money/json-number.ts";
import { jsonAnswer, readBody } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { invalid } from "./errors.ts";
import { asText, ofType, PropertiesBody } from "./object-routes.ts";
import type { ObjectType } from "./object-types.ts";
import { createRecord, findRecord, updateRecord } from "./records.ts";
import { shown } from "./shown.ts";

const maxInputs = 100;

const ReadBody = z.object({
  properties: z.array(z.string()).default([]),
  idProperty: z.string().nullish(),
  inputs: z.array(z.object({ id: z.string() })).max(maxInputs),
});

const UpsertBody = z.object({
  inputs: z
    .array(z.object({ id: z.string(), idProperty: z.string().optional(), properties: PropertiesBody }))
    .max(maxInputs),
});

const path = "/crm/v3/objects/:type/batch";

export const batchRoutes: TwinRoute[] = [
  { method: "POST", path: `${path}/read`, mutates: false, handle: ofType(batchRead) },
  { method: "POST", path: `${path}/upsert`, mutates: true, handle: ofType(batchUpsert) },
];

/** In no promised order: sorted against the request, so that nobody learns to rely on one. */
async function batchRead(type: ObjectType, { body }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(ReadBody, body);
  if ("problem" in parsed) return invalid(parsed.problem);
  const { inputs, properties, idProperty } = parsed.data;
  const results: ExactJson[] = [];
  const missing: string[] = [];
  for (const { id } of inputs) {
    const record = await findRecord(context, type, id, idProperty ?? null);
    if (record) results.unshift(shown(type, record, properties));
    else missing.push(id);
  }
  return batchAnswer(context, results, missing);
}

async function batchUpsert(type: ObjectType, { body }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(UpsertBody, body);
  if ("problem" in parsed) return invalid(parsed.problem);
  const results: ExactJson[] = [];
  for (const { id, idProperty = "hs_object_id", properties } of parsed.data.inputs) {
    const unique = type.properties.some(({ name, unique }) => name === idProperty && unique);
    if (!unique && idProperty !== "hs_object_id")
      return invalid(`Property ${idProperty} is not a unique property`, "INVALID_UNIQUE_PROPERTY");
    const before = await findRecord(context, type, id, idProperty);
    const given = { ...asText(properties), ...(unique ? { [idProperty]: id } : {}) };
    const made = before
      ? await updateRecord(context, type, before, given, "INTEGRATION")
      : await createRecord(context, type, given, "INTEGRATION");
    if ("refused" in made) return made.refused;
    results.push({ ...shown(type, made.record, [...type.shown, ...Object.keys(given)]), new: before === null });
  }
  return batchAnswer(context, results, []);
}

function batchAnswer({ now }: TwinContext, results: ExactJson[], missing: string[]): TwinResponse {
  const at = now.toISOString();
  const times = { requestedAt: at, startedAt: at, completedAt: at };
  if (missing.length === 0) return jsonAnswer(200, { status: "COMPLETE", results, ...times });
  return jsonAnswer(207, {
    status: "COMPLETE",
    results,
    numErrors: 1,
    errors: [
      {
        status: "error",
        category: "OBJECT_NOT_FOUND",
        message: "Could not get some objects, they may be deleted or not exist. Check that ids are valid.",
        context: { ids: missing },
      },
    ],
    ...times,
  });
}
