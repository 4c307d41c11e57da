import { findAwaits } from "./find-awaits.ts";

/** Where a module's source calls out to; set by the preload of a process under test. */
declare global {
  /** Called with a failpoint's name; may end the process, or never settle. */
  var millraceFailpoint: ((name: string) => Promise<void> | undefined) | undefined;
}

/**
 * Puts a failpoint before and after every `await` of a module's source: `await x` becomes
 * `(await fp("…/before"), await after("…/after", x))`. Product source has no switch for it.
 */
export function injectFailpoints(file: string, source: string): string {
  const edits: { at: number; text: string }[] = [];
  for (const place of findAwaits(file, source)) {
    const name = `${file}:${place.number}`;
    edits.push({ at: place.start, text: `(await globalThis.millraceFailpoint?.("${name}/before"), ` });
    edits.push({ at: place.argument, text: `globalThis.millraceAfter("${name}/after", ` });
    edits.push({ at: place.end, text: "))" });
  }
  edits.sort((a, b) => a.at - b.at);
  let out = "";
  let from = 0;
  for (const edit of edits) {
    out += source.slice(from, edit.at) + edit.text;
    from = edit.at;
  }
  return out + source.slice(from);
}
