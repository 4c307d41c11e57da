import type pg from "pg";
import { isJsonObject, type Json, type JsonObject } from "#nodes/_core/json.ts";
import type { TwinRecord, TwinStore } from "#nodes/_kit/twin/twin.ts";

/**
 * A twin's records inside one transaction that nobody else of this twin is in. What was read once is remembered, and
 * writes are kept back until a list must see them or the transaction ends, so a batch of requests costs few round trips.
 */
export interface BufferedStore extends TwinStore {
  /** Writes what is still kept back. */
  flush(): Promise<void>;
  /** After rows were changed behind its back. */
  forget(): void;
  /** From here on: has a record that people can see been changed? */
  watch(): () => boolean;
}

interface Row {
  id: string;
  body: unknown;
  created_at: Date;
  updated_at: Date;
}

export function bufferedStore(client: pg.PoolClient, orgId: string, vendor: string): BufferedStore {
  /** JSON text of every record read or written here; null: there is none. Text, so that nobody shares an object. */
  const known = new Map<string, string | null>();
  const waiting = new Map<string, { collection: string; id: string }>();
  let changes = 0;

  async function flush(only?: string): Promise<void> {
    const due = [...waiting].filter(([, { collection }]) => only === undefined || collection === only);
    if (due.length === 0) return;
    const puts: { collection: string; id: string; text: string }[] = [];
    const deletes: { collection: string; id: string }[] = [];
    for (const [key, place] of due) {
      waiting.delete(key);
      const text = known.get(key) ?? null;
      if (text === null) deletes.push(place);
      else puts.push({ ...place, text });
    }
    if (puts.length > 0) {
      await client.query({
        name: "twin-put",
        text: `insert into twin_record (org_id, vendor, collection, id, body, created_at, updated_at)
               select $1, $2, w.collection, w.id, w.body::jsonb, mr_now(), mr_now()
                 from unnest($3::text[], $4::text[], $5::text[]) as w (collection, id, body)
               on conflict (org_id, vendor, collection, id)
                 do update set body = excluded.body, updated_at = excluded.updated_at`,
        values: [
          orgId,
          vendor,
          puts.map((put) => put.collection),
          puts.map((put) => put.id),
          puts.map((put) => put.text),
        ],
      });
    }
    if (deletes.length > 0) {
      await client.query({
        name: "twin-delete",
        text: `delete from twin_record r using unnest($3::text[], $4::text[]) as w (collection, id)
                where r.org_id = $1 and r.vendor = $2 and r.collection = w.collection and r.id = w.id`,
        values: [orgId, vendor, deletes.map((one) => one.collection), deletes.map((one) => one.id)],
      });
    }
  }

  function write(collection: string, id: string, text: string | null): void {
    const key = keyOf(collection, id);
    // a record that was not read before is taken for new
    if (known.get(key) === text && known.has(key)) return;
    known.set(key, text);
    waiting.set(key, { collection, id });
    if (!isOwn(collection)) changes += 1;
  }

  return {
    flush: () => flush(),
    forget: () => {
      known.clear();
      waiting.clear();
    },
    watch: () => {
      const before = changes;
      return () => changes > before;
    },

    async get(collection, id) {
      const key = keyOf(collection, id);
      if (!known.has(key)) {
        const { rows } = await client.query<{ body: unknown }>({
          name: "twin-get",
          text: "select body from twin_record where org_id = $1 and vendor = $2 and collection = $3 and id = $4",
          values: [orgId, vendor, collection, id],
        });
        known.set(key, rows[0] ? JSON.stringify(rows[0].body) : null);
      }
      return parse(known.get(key) ?? null);
    },

    async list(collection, where) {
      await flush(collection);
      const { rows } = await client.query<Row>(
        where && Object.keys(where).length > 0
          ? {
              name: "twin-find",
              text: `select id, body, created_at, updated_at from twin_record
                      where org_id = $1 and vendor = $2 and collection = $3 and body @> $4::jsonb order by seq`,
              values: [orgId, vendor, collection, JSON.stringify(where)],
            }
          : {
              name: "twin-list",
              text: `select id, body, created_at, updated_at from twin_record
                      where org_id = $1 and vendor = $2 and collection = $3 order by seq`,
              values: [orgId, vendor, collection],
            },
      );
      return rows.flatMap(toRecord).filter((record) => hasAll(record.body, where ?? {}));
    },

    async put(collection, id, body) {
      write(collection, id, withoutNul(JSON.stringify(body)));
    },
    async delete(collection, id) {
      write(collection, id, null);
    },

    async nextNumber(collection) {
      const { rows } = await client.query<{ last: string }>({
        name: "twin-number",
        text: `insert into twin_counter (org_id, vendor, collection, last) values ($1, $2, $3, 1)
               on conflict (org_id, vendor, collection) do update set last = twin_counter.last + 1 returning last`,
        values: [orgId, vendor, collection],
      });
      return Number(rows[0]?.last ?? 1);
    },
  };
}

/** Collections of the twin's own book-keeping (tokens, quota) start with an underscore; no person sees them. */
export const isOwn = (collection: string): boolean => collection.startsWith("_");

const keyOf = (collection: string, id: string): string => `${collection}\u0000${id}`;

function parse(text: string | null): JsonObject | null {
  const body: unknown = text === null ? null : JSON.parse(text);
  return isJsonObject(body) ? body : null;
}

/** jsonb can't hold U+0000. */
const withoutNul = (text: string): string => (text.includes("\\u0000") ? text.replaceAll("\\u0000", "") : text);

const toRecord = (row: Row): TwinRecord[] =>
  isJsonObject(row.body) ? [{ id: row.id, body: row.body, createdAt: row.created_at, updatedAt: row.updated_at }] : [];

/** The index finds by containment, which is looser than equality for lists and objects. */
const hasAll = (body: JsonObject, where: Record<string, Json>): boolean =>
  Object.entries(where).every(([field, wanted]) =>
    typeof wanted === "object" && wanted !== null
      ? JSON.stringify(body[field]) === JSON.stringify(wanted)
      : body[field] === wanted,
  );
