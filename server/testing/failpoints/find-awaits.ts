import { readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";

/** Files whose every `await` is a place to die: the way of an effect from hint to settlement. */
export const effectPath = [
  "server/queue/claim-lane.ts",
  "server/queue/start-runners.ts",
  "server/engine/claim-runs.ts",
  "server/engine/advance-run.ts",
  "server/engine/execute-node.ts",
  "server/engine/call-vendor.ts",
  "server/engine/settle.ts",
  "server/ledger/call-once.ts",
  "server/ledger/intend.ts",
  "server/ledger/settle-effects.ts",
  "server/db/group-commit.ts",
];

export interface AwaitPlace {
  /** Number of the await in its file, from 1. */
  number: number;
  start: number;
  /** Start of the awaited expression. */
  argument: number;
  end: number;
}

const root = path.resolve(import.meta.dirname, "../../..");

export function findAwaits(file: string, source: string): AwaitPlace[] {
  const found: AwaitPlace[] = [];
  visit(parseSync(file, source).program, (node) => {
    if (node.type !== "AwaitExpression") return;
    found.push({ number: 0, start: node.start, argument: node.argument.start, end: node.end });
  });
  found.sort((a, b) => a.start - b.start);
  return found.map((place, index) => ({ ...place, number: index + 1 }));
}

/** Every failpoint of the effect path: `server/ledger/call-once.ts:3/before`. */
export function listFailpoints(): string[] {
  return effectPath.flatMap((file) =>
    findAwaits(file, readFileSync(path.join(root, file), "utf8")).flatMap((place) => [
      `${file}:${place.number}/before`,
      `${file}:${place.number}/after`,
    ]),
  );
}

interface AwaitNode {
  type: "AwaitExpression";
  start: number;
  end: number;
  argument: { start: number };
}

const isAwait = (node: object): node is AwaitNode => "type" in node && node.type === "AwaitExpression";

function visit(node: unknown, seen: (node: AwaitNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, seen);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if (isAwait(node)) seen(node);
  for (const value of Object.values(node)) visit(value, seen);
}
