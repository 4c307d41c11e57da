import type { Json, JsonObject } from "../../_core/json.ts";
import type { TwinRecord, TwinStore } from "./twin.ts";

/** A twin's state in memory: for tests and for nothing else. Everything that goes in or out is a copy. */
export function createMemoryStore(now: () => Date): TwinStore {
  const collections = new Map<string, Map<string, TwinRecord>>();
  const numbers = new Map<string, number>();
  const collection = (name: string): Map<string, TwinRecord> => {
    const known = collections.get(name) ?? new Map<string, TwinRecord>();
    collections.set(name, known);
    return known;
  };
  return {
    async get(name, id) {
      const record = collection(name).get(id);
      return record ? structuredClone(record.body) : null;
    },
    async list(name, where = {}) {
      const all = [...collection(name).values()].filter(({ body }) => hasAll(body, where));
      return all.map((record) => structuredClone(record));
    },
    async put(name, id, body) {
      const at = now();
      const createdAt = collection(name).get(id)?.createdAt ?? at;
      collection(name).set(id, { id, body: structuredClone(body), createdAt, updatedAt: at });
    },
    async delete(name, id) {
      collection(name).delete(id);
    },
    async nextNumber(name) {
      const next = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, next);
      return next;
    },
  };
}

const hasAll = (body: JsonObject, where: Record<string, Json>): boolean =>
  Object.entries(where).every(([field, value]) => JSON.stringify(body[field]) === JSON.stringify(value));
