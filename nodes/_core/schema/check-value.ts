import { format as formatChecks, type Schema, Validator } from "@cfworker/json-schema";
import { RE2JS } from "re2js";
import { Fault } from "../fault.ts";
import type { JsonSchema } from "../json.ts";
import { decimalOfNumber, isDecimalText } from "../money/decimal.ts";
import { describeViolation, pathText } from "./describe-violation.ts";
import { isSchema, schemaBelow } from "./schema-at.ts";
import { missingProperty, type SchemaError } from "./schema-error.ts";

/** One thing that is wrong with a value, in the words of the person who maps it. */
export interface Violation {
  /** `lines[1].unitAmount`; empty for the value as a whole. */
  path: string;
  /** The schema rule that was broken: `required`, `type`, `pattern` … */
  keyword: string;
  message: string;
}

/**
 * Checks a value against a JSON Schema by interpreting it (2020-12): schemas come from vendors while we run, so no
 * code is generated from them. Patterns run on a linear-time engine; a native regular expression from a stranger's
 * schema could stop the process. Empty means valid. Throws a Fault (`invalid-flow`) for a schema it cannot judge:
 * saying "valid" there would be a lie.
 */
export function checkValue(schema: JsonSchema, value: unknown): Violation[] {
  const { errors } = compile(schema).validate(value);
  const found = [...leaves(errors.slice(0, maxErrors)), ...unsafeNumbers(schema, value, "#")];
  const violations = found.map((error) => ({
    path: pathText(error.instanceLocation, missingProperty(error)),
    keyword: error.keyword,
    message: describeViolation(schema, value, error),
  }));
  return [...new Map(violations.map((violation) => [violation.message, violation])).values()];
}

/** More would not be read, and comparing each with each other has its price. */
const maxErrors = 300;

/** Rules that only pass on what a rule below them found. */
const containers = new Set(["properties", "items", "prefixItems", "allOf", "$ref", "additionalProperties"]);
const choices = new Set(["anyOf", "oneOf"]);

/**
 * The errors that say something new. Of a choice that nobody fits, the branch that has the right type speaks; where
 * several do, the choice itself.
 */
function leaves(errors: SchemaError[]): SchemaError[] {
  const out: SchemaError[] = [];
  const silenced: string[] = [];
  for (const error of errors) {
    if (silenced.some((prefix) => error.keywordLocation.startsWith(prefix))) continue;
    const below = errors.filter((other) => isBelow(error, other));
    if (choices.has(error.keyword) && below.length > 0) {
      const branches = Map.groupBy(below, (other) => branchOf(error.keywordLocation, other.keywordLocation));
      const fitting = [...branches.values()].filter(
        (branch) => !branch.some((e) => e.keyword === "type" && e.instanceLocation === error.instanceLocation),
      );
      const [only] = fitting;
      silenced.push(`${error.keywordLocation}/`);
      if (fitting.length === 1 && only) out.push(...leaves(only));
      else out.push(error);
      continue;
    }
    if (containers.has(error.keyword) && below.length > 0) continue;
    out.push(error);
  }
  return out;
}

/** A forbidden field is reported twice: by the rule that forbids it and by the schema `false` in it. */
const isBelow = (error: SchemaError, other: SchemaError): boolean =>
  other !== error &&
  (other.keywordLocation.startsWith(`${error.keywordLocation}/`) ||
    (other.keyword === "false" && other.instanceLocation.startsWith(`${error.instanceLocation}/`)));

const branchOf = (choice: string, location: string): string => location.slice(choice.length + 1).split("/")[0] ?? "";

/**
 * A number for an amount must be one that a double can promise, and keep to the same pattern as text does: the validator
 * judges formats and patterns of strings only.
 */
function unsafeNumbers(schema: JsonSchema | undefined, value: unknown, location: string): SchemaError[] {
  if (!schema) return [];
  if (typeof value === "number") return schema.format === "decimal" ? numberError(schema, value, location) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    unsafeNumbers(schemaBelow(schema, key), member, `${location}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

function numberError(schema: JsonSchema, value: number, location: string): SchemaError[] {
  const found = (keyword: string): SchemaError[] => [
    { keyword, keywordLocation: `${location}/${keyword}`, instanceLocation: location, error: "" },
  ];
  try {
    const text = decimalOfNumber(value);
    if (typeof schema.pattern !== "string") return [];
    return formatChecks[patternFormat(schema.pattern)]?.(text) ? [] : found("pattern");
  } catch {
    return found("unsafe-number");
  }
}

const compiledSchemas = new WeakMap<JsonSchema, Validator>();

function compile(schema: JsonSchema): Validator {
  const known = compiledSchemas.get(schema);
  if (known) return known;
  const validator = new Validator(asSchema(withSafePatterns(schema)), "2020-12", false);
  compiledSchemas.set(schema, validator);
  return validator;
}

/** Maps of name → schema: the names in them are not rules, even when one is called `pattern`. */
const maps = new Set(["properties", "$defs", "definitions", "dependentSchemas"]);
/** Plain values in which nothing is a rule. */
const values = new Set(["const", "enum", "default", "examples", "required"]);

function withSafePatterns(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withSafePatterns);
  if (!isSchema(node)) return node;
  if (node.patternProperties !== undefined)
    throw new Fault({
      kind: "invalid-flow",
      code: "unsupported-schema",
      message: "This schema names fields by a pattern (patternProperties), which cannot be checked yet.",
      fix: "List the fields by name, or allow additional fields.",
    });
  const out: JsonSchema = {};
  const added: JsonSchema[] = [];
  for (const [key, member] of Object.entries(node)) {
    if (key === "pattern" && typeof member === "string") added.push({ format: patternFormat(member) });
    else if (key === "format") added.push(...(typeof member === "string" ? [{ format: safeFormat(member) }] : []));
    else if (values.has(key)) out[key] = member;
    else if (maps.has(key) && isSchema(member))
      out[key] = Object.fromEntries(Object.entries(member).map(([name, sub]) => [name, withSafePatterns(sub)]));
    else out[key] = withSafePatterns(member);
  }
  if (added.length > 0) out.allOf = [...(Array.isArray(out.allOf) ? out.allOf : []), ...added];
  return out;
}

/**
 * The validator reads checks of strings from its `format` table, so a pattern becomes a format of that name whose check
 * is the linear-time engine. The name holds the pattern: equal patterns share one entry.
 */
function patternFormat(pattern: string): string {
  const name = `millrace:pattern:${pattern}`;
  if (formatChecks[name]) return name;
  const compiled = compilePattern(pattern);
  formatChecks[name] = (text) => compiled.matcher(text).find();
  return name;
}

function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new Fault({
      kind: "invalid-flow",
      code: "unsupported-pattern",
      message: `The pattern ${JSON.stringify(pattern)} needs look-around or back-references, which are not run here.`,
      fix: "Write the pattern without them.",
    });
  }
}

/** Our own checks, all linear; a format not in this list is a note to people and judges nothing. */
const ownFormats: Record<string, (text: string) => boolean> = {
  decimal: isDecimalText,
  date: isDate,
  "date-time": (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/.test(text) && isDate(text.slice(0, 10)),
  email: (text) => /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text),
  uuid: (text) => /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text),
  uri: (text) => URL.canParse(text),
};

function safeFormat(name: string): string {
  const check = ownFormats[name];
  if (!check) return "millrace:unchecked";
  formatChecks[`millrace:${name}`] = check;
  return `millrace:${name}`;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const asSchema = (value: unknown): Schema | boolean => (isSchema(value) ? value : value !== false);
