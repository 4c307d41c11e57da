import type { ExactJson } from "../../_core/money/json-number.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { byId } from "../schemas/record.ts";
import { type AssociationType, findAssociationType, type ObjectType } from "./object-types.ts";

const collection = "associations";

/** Stored once for each direction, so that either end is found by one look. */
export async function associate(context: TwinContext, from: End, to: End): Promise<boolean> {
  const there = findAssociationType(from.type.name, to.type.name);
  const back = findAssociationType(to.type.name, from.type.name);
  if (!there || !back) return false;
  await put(context, from, to);
  await put(context, to, from);
  return true;
}

export async function dissociate({ store }: TwinContext, from: End, to: End): Promise<void> {
  await store.delete(collection, keyOfPair(from, to));
  await store.delete(collection, keyOfPair(to, from));
}

export interface End {
  type: ObjectType;
  id: string;
}

/** Ids of associated records, lowest first. */
export async function associatedIds({ store }: TwinContext, from: End, to: ObjectType): Promise<string[]> {
  const pairs = await store.list(collection, { fromType: from.type.name, fromId: from.id, toType: to.name });
  return pairs
    .map(({ body }) => ({ id: String(body.toId) }))
    .sort(byId)
    .map(({ id }) => id);
}

/** As a read with `associations=` shows them: line items with a blank in their name, a primary company twice. */
export async function shownAssociations(
  context: TwinContext,
  from: End,
  types: ObjectType[],
): Promise<{ [key: string]: ExactJson }> {
  const shown: { [key: string]: ExactJson } = {};
  for (const to of types) {
    const kind = findAssociationType(from.type.name, to.name);
    const ids = kind ? await associatedIds(context, from, to) : [];
    if (!kind || ids.length === 0) continue;
    const results = ids.flatMap((id, index) => labelsOf(kind, index).map(({ label }) => ({ id, type: label })));
    shown[to.name.replaceAll("_", " ")] = { results };
  }
  return shown;
}

/** The first company of a deal is its primary one. */
export function labelsOf(kind: AssociationType, index: number): { label: string; typeId: number }[] {
  if (!kind.plain) return [kind];
  return index === 0 ? [kind, kind.plain] : [kind.plain];
}

function put({ store }: TwinContext, from: End, to: End): Promise<void> {
  const body = { fromType: from.type.name, fromId: from.id, toType: to.type.name, toId: to.id };
  return store.put(collection, keyOfPair(from, to), body);
}

const keyOfPair = (from: End, to: End): string => `${from.type.name}:${from.id}>${to.type.name}:${to.id}`;
