import * as z from "zod";
import { Fault } from "../fault.ts";
import { findRefusedKey, isJsonObject, type Json, type JsonObject } from "../json.ts";
import { findSecret } from "./find-secret.ts";
import { FlowDocument } from "./flow.ts";

/**
 * A flow as a file: JSON with sorted keys, one node per name, text of several lines as a list of lines, and everything
 * that only concerns the eye (positions, notes) in `layout` at the end, so that a diff shows what changed and nothing
 * else. The order of nodes, edges and notes has no meaning in a flow; reading gives them in the order of their ids.
 */
export function toText(document: FlowDocument): string {
  const secret = findSecret(document);
  if (secret)
    throw refuse(
      "secret-in-flow",
      `The flow holds what looks like ${secret.what} at ${secret.path}. A flow file must not carry secrets.`,
      "Keep it in a connection and take it out of the flow.",
    );
  const nodes: JsonObject = {};
  const places: JsonObject = {};
  for (const { id, position, ...node } of sortedById(document.nodes)) {
    nodes[id] = encode(plain(node));
    places[id] = [position.x, position.y];
  }
  const edges: Json[] = sortedById(document.edges).map(({ id, from, to }) => ({
    from: `${from.node}.${from.port}`,
    id,
    to: `${to.node}.${to.port}`,
  }));
  const notes: JsonObject = {};
  for (const { id, ...note } of sortedById(document.notes)) notes[id] = encode(plain(note));
  const file: JsonObject = {
    format: document.format,
    name: document.name,
    description: encode(document.description),
    class: document.class,
    nodes,
    edges,
    layout: { nodes: places, notes },
  };
  return `${print(file, "", true)}\n`;
}

const Ends = z.string().regex(/^[a-z0-9_]+\.[a-z-]+$/, "An end of an edge is written node.port");
const FlowFile = z.strictObject({
  format: z.literal("millrace.flow/1"),
  name: z.unknown(),
  description: z.unknown(),
  class: z.unknown(),
  nodes: z.record(z.string(), z.looseObject({})),
  edges: z.array(z.strictObject({ id: z.string(), from: Ends, to: Ends })),
  layout: z
    .strictObject({
      nodes: z.record(z.string(), z.tuple([z.number(), z.number()])),
      notes: z.record(z.string(), z.looseObject({})),
    })
    .partial()
    .default({}),
});

/** Reads a flow file. Throws a Fault `invalid-flow` that names the line's field. Nodes without a place get one. */
export function fromText(text: string): FlowDocument {
  const { nodes, edges, layout, ...head } = readFile(text);
  return checked({
    ...head,
    nodes: Object.entries(nodes).map(([id, node], index) => {
      const [x, y] = layout.nodes?.[id] ?? [index * 320, 0];
      return { ...node, id, position: { x, y } };
    }),
    edges: edges.map(({ id, from, to }) => ({ id, from: end(from), to: end(to) })),
    notes: Object.entries(layout.notes ?? {}).map(([id, note]) => ({ ...note, id })),
  });
}

function readFile(text: string): z.infer<typeof FlowFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse("not-json", `This is not JSON: ${error instanceof Error ? error.message : ""}`, "Check the file.");
  }
  const key = findRefusedKey(value);
  if (key) throw refuse("refused-key", `The file contains the name ${key}, which is refused.`, "Rename the field.");
  const parsed = FlowFile.safeParse(decode(asJson(value)));
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

function checked(document: unknown): FlowDocument {
  const parsed = FlowDocument.safeParse(document);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

const end = (text: string): { node: string; port: string } => {
  const [node = "", port = ""] = text.split(".");
  return { node, port };
};

/** Text of several lines, in a form that a diff can follow. */
const linesKey = "$lines";
/** Wraps an object that only looks like ours. */
const dataKey = "$data";

function encode(value: Json): Json {
  if (typeof value === "string") return value.includes("\n") ? { [linesKey]: value.split("\n") } : value;
  if (Array.isArray(value)) return value.map(encode);
  if (!isJsonObject(value)) return value;
  const encoded = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encode(member)]));
  return looksEncoded(value) ? { [dataKey]: encoded } : encoded;
}

function decode(value: Json): Json {
  if (Array.isArray(value)) return value.map(decode);
  if (!isJsonObject(value)) return value;
  if (looksEncoded(value)) {
    const lines = value[linesKey];
    if (Array.isArray(lines)) return lines.map((line) => String(line)).join("\n");
    const data = value[dataKey];
    if (isJsonObject(data)) return decodeMembers(data);
  }
  return decodeMembers(value);
}

const decodeMembers = (value: JsonObject): Json =>
  Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decode(member)]));

const looksEncoded = (value: JsonObject): boolean => {
  const [only, ...more] = Object.keys(value);
  return more.length === 0 && (only === linesKey || only === dataKey);
};

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

/** Drops members that are undefined; the rest is JSON already, as zod has checked it at the door. */
const plain = (value: Record<string, unknown>): JsonObject => JSON.parse(JSON.stringify(value));

const sortedById = <T extends { id: string }>(list: readonly T[]): T[] => list.toSorted((a, b) => order(a.id, b.id));
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys sorted except at the top, where the file reads from name to layout. Short lists of plain values stay on a line. */
function print(value: Json, indent: string, top = false): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    if (value.every((item) => typeof item === "number"))
      return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    return `[\n${value.map((item) => deeper + print(item, deeper)).join(",\n")}\n${indent}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const keys = top ? Object.keys(value) : Object.keys(value).sort(order);
  if (keys.length === 0) return "{}";
  const members = keys.map((key) => `${deeper}${JSON.stringify(key)}: ${print(value[key] ?? null, deeper)}`);
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function unreadable(error: z.ZodError): Fault {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join(".")}` : "";
  return refuse(
    "unreadable-flow",
    `The flow file is not valid${where}: ${issue?.message ?? "unknown form"}.`,
    "Correct the field.",
  );
}

const refuse = (code: string, message: string, fix: string): Fault =>
  new Fault({ kind: "invalid-flow", code, message, fix });
