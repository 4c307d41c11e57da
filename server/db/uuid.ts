import { randomFillSync } from "node:crypto";

const random = new Uint8Array(10);

/**
 * A UUIDv7: sorts by time, unguessable enough for rows (74 random bits), never for secrets. Made here because
 * PostgreSQL has `uuidv7()` only from 18 on.
 */
export function newId(nowMs: number = Date.now()): string {
  randomFillSync(random);
  const time = nowMs.toString(16).padStart(12, "0");
  const tail = Buffer.from(random).toString("hex");
  const variant = (8 + (Number.parseInt(tail.charAt(3), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(4, 7)}-${tail.slice(7, 19)}`;
}

/** The time inside a UUIDv7: events and runs are partitioned by it, so an id alone finds its partition. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
