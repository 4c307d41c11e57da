import { gates, type Room, rooms, testsMay } from "#server/testing/import-rules.ts";
import { type Import, readImports } from "#server/testing/read-imports.ts";

/** One sentence per import that goes where it may not. */
export function checkImports(file: string, source: string): string[] {
  return readImports(file, source).flatMap((found) => judge(file, found) ?? []);
}

function judge(file: string, found: Import): string | undefined {
  const { target, typeOnly } = found;
  const isTest = /(\.test\.tsx?|-arbitrary\.ts)$/.test(file);
  const room = rooms.find(({ files }) => files.test(file));
  if (!room) return `${file} is in no room. Move it, or add its room to server/testing/import-rules.ts.`;

  if (!(isTest && matches(testsMay, target)) && !roomAllows(room, file, found)) {
    return `${file} imports ${target}, which ${room.name} may not. ${room.instead}`;
  }
  if (typeOnly || isTest) return undefined;
  const gate = gates.find((one) => one.target.test(target) && !matches(one.only, file));
  return gate && `${file} imports ${target}. ${gate.instead}`;
}

function roomAllows(room: Room, file: string, { target, typeOnly }: Import): boolean {
  if (typeOnly && matches(room.mayAsType ?? [], target)) return true;
  if (matches(room.never ?? [], target)) return false;
  return matches(room.may, target) || isInOwnConnector(file, target);
}

/** nodes/hubspot/… may import nodes/hubspot/…, and no other connector. */
function isInOwnConnector(file: string, target: string): boolean {
  const own = /^nodes\/[^/]+\//.exec(file)?.[0];
  return own !== undefined && target.startsWith(own);
}

function matches(patterns: RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}
