import { jsonAnswer } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { associate, associatedIds, dissociate, type End, labelsOf } from "./associations.ts";
import { invalid, notFound } from "./errors.ts";
import { signedIn } from "./oauth.ts";
import { findAssociationType, findObjectType } from "./object-types.ts";
import { findRecord } from "./records.ts";

const from = "/crm/v4/objects/:type/:id/associations";

export const associationRoutes: TwinRoute[] = [
  { method: "PUT", path: `${from}/default/:toType/:toId`, mutates: true, handle: signedIn(link) },
  { method: "PUT", path: `${from}/:toType/:toId`, mutates: true, handle: signedIn(link) },
  { method: "DELETE", path: `${from}/:toType/:toId`, mutates: true, handle: signedIn(unlink) },
  { method: "GET", path: `${from}/:toType`, mutates: false, handle: signedIn(list) },
];

async function list({ params, query }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const end = await endOf(context, params.type, params.id);
  const to = findObjectType(params.toType ?? "");
  const kind = end && to && findAssociationType(end.type.name, to.name);
  if (!end || !to || !kind) return notFound;
  const limit = Math.min(500, Number(query.get("limit") ?? 500));
  const start = Number(query.get("after") ?? 0);
  const ids = await associatedIds(context, end, to);
  const results = ids.slice(start, start + limit).map((id, index) => ({
    toObjectId: Number(id),
    associationTypes: labelsOf(kind, start + index).map(({ typeId }) => ({
      category: "HUBSPOT_DEFINED",
      typeId,
      label: null,
    })),
  }));
  const next = start + limit;
  return jsonAnswer(200, { results, ...(next < ids.length ? { paging: { next: { after: String(next) } } } : {}) });
}

async function link({ params }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const a = await endOf(context, params.type, params.id);
  const b = await endOf(context, params.toType, params.toId);
  if (!a || !b) return notFound;
  if (!(await associate(context, a, b))) return invalid(`${params.type} cannot be associated with ${params.toType}`);
  return jsonAnswer(200, {
    fromObjectTypeId: a.type.typeId,
    fromObjectId: Number(a.id),
    toObjectTypeId: b.type.typeId,
    toObjectId: Number(b.id),
    labels: [],
  });
}

async function unlink({ params }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const a = await endOf(context, params.type, params.id);
  const b = await endOf(context, params.toType, params.toId);
  if (a && b) await dissociate(context, a, b);
  return { status: 204, body: "" };
}

async function endOf(context: TwinContext, typeName = "", id = ""): Promise<End | null> {
  const type = findObjectType(typeName);
  const record = type && (await findRecord(context, type, id, null));
  return type && record ? { type, id: record.id } : null;
}
