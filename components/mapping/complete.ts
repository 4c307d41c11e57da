import type { FieldPath, TargetField } from "./field-paths.ts";
import { functions } from "./jsonata-language.ts";

export interface Suggestion {
  label: string;
  insert: string;
  kind: "field" | "key" | "function" | "variable";
  about: string;
}

export interface CompletionSources {
  /** Fields of the input; of `$event`; of `$steps.<node>`. Paths are written in full. */
  fields: readonly FieldPath[];
  target: readonly TargetField[];
}

/**
 * What may stand at the caret, from the text before it on its line. Behind a dot: the fields below that path. At the
 * start of a member of `{ … }`: the target's fields that are not there yet. Else: fields, variables, functions.
 */
export function complete(before: string, whole: string, sources: CompletionSources): Suggestion[] {
  if (insideText(before)) {
    return /[{,]\s*"[^"]*$/.test(before) ? keys(whole, sources).map((key) => ({ ...key, insert: key.label })) : [];
  }
  const path = /((?:\$\$?|`[^`]+`|[A-Za-z_$])[\w$.`]*)\.(?:\w*|`[^`]*)$/.exec(before)?.[1];
  if (path !== undefined) return below(path, sources.fields);
  const variables = sources.fields.filter((field) => field.depth === 0 || /^\$steps\.[a-z0-9_]+$/.test(field.path));
  return [
    ...(/(^|[{,])\s*$/.test(before) ? keys(whole, sources) : []),
    ...variables.map((field) => ({
      label: field.path,
      insert: field.path,
      kind: field.path.startsWith("$") ? ("variable" as const) : ("field" as const),
      about: [field.type, field.example].filter(Boolean).join(" · "),
    })),
    ...functions.map((entry) => ({
      label: `${entry.name}${entry.sign}`,
      insert: `${entry.name}(`,
      kind: "function" as const,
      about: entry.about,
    })),
  ];
}

function below(path: string, fields: readonly FieldPath[]): Suggestion[] {
  const prefix = `${path.replace(/^\$\./, "").replace(/^\$$/, "")}.`.replace(/^\.$/, "");
  const seen = new Set<string>();
  return fields.flatMap((field): Suggestion[] => {
    if (!field.path.startsWith(prefix)) return [];
    const rest = field.path.slice(prefix.length);
    // only the next level, and each name once
    if (rest === "" || rest.replace(/`[^`]*`/g, "x").includes(".") || seen.has(rest)) return [];
    seen.add(rest);
    return [
      { label: rest, insert: rest, kind: "field", about: [field.type, field.example].filter(Boolean).join(" · ") },
    ];
  });
}

function keys(whole: string, { target }: CompletionSources): Suggestion[] {
  return target
    .filter((field) => !whole.includes(`"${field.name}"`))
    .map((field) => ({
      label: field.name,
      insert: `"${field.name}": `,
      kind: "key",
      about: `${field.title}${field.required ? ", required" : ""} · ${field.type}`,
    }));
}

/** An odd number of unescaped quotes stands before the caret. */
const insideText = (before: string): boolean => (before.replace(/\\./g, "").match(/"/g) ?? []).length % 2 === 1;
