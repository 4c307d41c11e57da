import { isBuiltin } from "node:module";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";

export interface Import {
  /** A path in the repository, `npm:<package>` with its subpath, or `node:<module>`. */
  target: string;
  /** Gone after type stripping. `import { type X }` is not: what it names is loaded all the same. */
  typeOnly: boolean;
}

/** Every import of one source file: static, type-only, re-exported, dynamic with a literal, and `import("…")` as a type. */
export function readImports(file: string, source: string): Import[] {
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} can't be parsed: ${errors[0]?.message}`);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => found.push({ target: resolve(file, specifier), typeOnly });

  for (const { start, moduleRequest } of module.staticImports) {
    add(moduleRequest.value, /^import\s+type\b/.test(source.slice(start)));
  }
  for (const { start, entries } of module.staticExports) {
    const from = entries[0]?.moduleRequest?.value;
    if (from !== undefined) add(from, /^export\s+type\b/.test(source.slice(start)));
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^["'`]([^"'`$]+)["'`]$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) add(literal[1], false);
  }
  new Visitor({ TSImportType: (node) => add(node.source.value, true) }).visit(program);
  return found;
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  return `npm:${specifier}`;
}
