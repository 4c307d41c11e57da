import type { FlowDocument } from "#nodes/_core/flow/flow.ts";
import { edgesFrom, findNode } from "#nodes/_core/flow/graph.ts";
import { type Catalogue, findNodeType, type NodeType } from "#nodes/_core/flow/node-type.ts";
import { isSchema } from "#nodes/_core/schema/schema-at.ts";

/** The first node with an input of its own that a map feeds, through branches; what the mapping must produce. */
export function targetOf(
  document: FlowDocument,
  catalogue: Catalogue,
  mapId: string,
): { nodeId: string; label: string; type: NodeType } | null {
  const seen = new Set([mapId]);
  const open = [mapId];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for (const edge of edgesFrom(document, id)) {
      const next = findNode(document, edge.to.node);
      const type = next && findNodeType(catalogue, next.type);
      if (!next || !type || seen.has(next.id)) continue;
      seen.add(next.id);
      if (type.kind === "action" && type.inputSchema) return { nodeId: next.id, label: next.label, type };
      if (type.kind === "logic") open.push(next.id);
    }
  }
  return null;
}

const cache = new WeakMap<FlowDocument, Map<string, string[] | null>>();

/** Names of the target's required fields, or null where no target is connected yet. */
export function targetFieldsOf(document: FlowDocument, catalogue: Catalogue, mapId: string): string[] | null {
  const known = cache.get(document) ?? new Map<string, string[] | null>();
  cache.set(document, known);
  const found = known.get(mapId);
  if (found !== undefined) return found;
  const schema = targetOf(document, catalogue, mapId)?.type.inputSchema;
  const fields = isSchema(schema) && Array.isArray(schema.required) ? schema.required.map(String) : null;
  known.set(mapId, fields);
  return fields;
}
