import * as z from "zod";
import { jsonAnswer, readBody } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { byId } from "../schemas/record.ts";
import { associate, shownAssociations } from "./associations.ts";
import { invalid, notFound } from "./errors.ts";
import { signedIn } from "./oauth.ts";
import { associationTypes, findObjectType, type ObjectType, objectTypes } from "./object-types.ts";
import { archiveRecord, createRecord, findRecord, listRecords, type StoredRecord, updateRecord } from "./records.ts";
import { namesIn, shown } from "./shown.ts";

export const PropertiesBody = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Every property is text on the wire; numbers and booleans in a request are taken as their text. */
export const asText = (given: z.infer<typeof PropertiesBody>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === null ? null : String(value)]));

const CreateBody = z.object({
  properties: PropertiesBody,
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.union([z.string(), z.number()]) }),
        types: z.array(z.object({ associationCategory: z.string().optional(), associationTypeId: z.number() })),
      }),
    )
    .optional(),
});

const UpdateBody = z.object({ properties: PropertiesBody });

type TypedHandler = (type: ObjectType, request: TwinRequest, context: TwinContext) => Promise<TwinResponse>;

/** A signed-in route below one kind of record. */
export const ofType = (handle: TypedHandler) =>
  signedIn(async (request, context) => {
    const type = findObjectType(request.params.type ?? "");
    return type ? handle(type, request, context) : invalid(`Unable to infer object type from: ${request.params.type}`);
  });

const path = "/crm/v3/objects/:type";

export const objectRoutes: TwinRoute[] = [
  { method: "GET", path, mutates: false, handle: ofType(list) },
  { method: "POST", path, mutates: true, handle: ofType(create) },
  { method: "GET", path: `${path}/:id`, mutates: false, handle: ofType(read) },
  { method: "PATCH", path: `${path}/:id`, mutates: true, handle: ofType(update) },
  { method: "DELETE", path: `${path}/:id`, mutates: true, handle: ofType(archive) },
];

async function list(type: ObjectType, { query }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const limit = Number(query.get("limit") ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return invalid("limit must be between 1 and 100");
  const after = query.get("after");
  const all = (await listRecords(context, type)).sort(byId);
  // The cursor is the id to go on from, so that records created meanwhile shift nothing.
  const rest = after === null ? all : all.filter((record) => byId(record, { id: after }) >= 0);
  const page = rest.slice(0, limit);
  const next = rest[limit];
  const results = await Promise.all(page.map((record) => withAssociations(type, record, query, context)));
  return jsonAnswer(200, { results, ...(next ? { paging: { next: { after: next.id, link: "" } } } : {}) });
}

async function create(type: ObjectType, { body }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(CreateBody, body);
  if ("problem" in parsed) return invalid(parsed.problem);
  const targets = [];
  for (const { to, types } of parsed.data.associations ?? []) {
    const kind = associationTypes.find(
      ({ from, typeId, plain }) =>
        from === type.name && types.some(({ associationTypeId: id }) => id === typeId || id === plain?.typeId),
    );
    const target = objectTypes.find(({ name }) => name === kind?.to);
    const found = target && (await findRecord(context, target, String(to.id), null));
    if (!target || !found)
      return invalid(`Invalid association: ${JSON.stringify(types)} to ${to.id}`, "INVALID_ASSOCIATION");
    targets.push({ type: target, id: found.id });
  }
  const made = await createRecord(context, type, asText(parsed.data.properties), "INTEGRATION");
  if ("refused" in made) return made.refused;
  for (const target of targets) await associate(context, { type, id: made.record.id }, target);
  return jsonAnswer(201, shown(type, made.record, Object.keys(parsed.data.properties)));
}

async function read(type: ObjectType, { params, query }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const record = await findRecord(context, type, params.id ?? "", query.get("idProperty"));
  return record ? jsonAnswer(200, await withAssociations(type, record, query, context)) : notFound;
}

async function update(
  type: ObjectType,
  { params, query, body }: TwinRequest,
  context: TwinContext,
): Promise<TwinResponse> {
  const parsed = readBody(UpdateBody, body);
  if ("problem" in parsed) return invalid(parsed.problem);
  const before = await findRecord(context, type, params.id ?? "", query.get("idProperty"));
  if (!before) return notFound;
  const made = await updateRecord(context, type, before, asText(parsed.data.properties), "INTEGRATION");
  if ("refused" in made) return made.refused;
  return jsonAnswer(200, shown(type, made.record, [...type.shown, ...Object.keys(parsed.data.properties)]));
}

async function archive(type: ObjectType, { params }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const record = await findRecord(context, type, params.id ?? "", null);
  if (record) await archiveRecord(context, type, record);
  return { status: 204, body: "" };
}

async function withAssociations(type: ObjectType, record: StoredRecord, query: URLSearchParams, context: TwinContext) {
  const asked = namesIn(query, "associations").flatMap((name) => findObjectType(name) ?? []);
  const associations = await shownAssociations(context, { type, id: record.id }, asked);
  const body = shown(type, record, namesIn(query, "properties"));
  return Object.keys(associations).length > 0 ? { ...body, associations } : body;
}
