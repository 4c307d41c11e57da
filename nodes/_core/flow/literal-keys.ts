/**
 * The field names that a mapping of the usual form `{ "a": …, "b": … }` produces, by reading its outermost braces; also
 * behind settings, as in `( $x := 1; { "a": $x } )`. Null for any other form, which says nothing. Reads only brackets, strings and comments, so it works while
 * somebody is typing; it does not judge the expression.
 */
export function literalKeys(expression: string): string[] | null {
  const text = lastOfBlock(withoutComments(expression).trim());
  if (!text.startsWith("{")) return null;
  const keys: string[] = [];
  let depth = 0;
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"' || letter === "'") {
      const end = endOfString(text, at);
      if (depth === 1 && expectsKey && /^\s*:/.test(text.slice(end + 1))) {
        keys.push(unquote(text.slice(at + 1, end)));
        expectsKey = false;
      }
      at = end;
    } else if (letter === "{" || letter === "[" || letter === "(") {
      depth++;
      if (depth === 1) expectsKey = true;
    } else if (letter === "}" || letter === "]" || letter === ")") {
      depth--;
      if (depth === 0 && text.slice(at + 1).trim() !== "") return null;
    } else if (letter === "," && depth === 1) expectsKey = true;
  }
  return keys;
}

/** A block gives what its last expression gives. */
function lastOfBlock(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  let start = 1;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (letter === '"' || letter === "'") at = endOfString(text, at);
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) {
      depth--;
      if (depth === 0) return text.slice(at + 1).trim() === "" ? lastOfBlock(text.slice(start, at).trim()) : text;
    } else if (letter === ";" && depth === 1) start = at + 1;
  }
  return lastOfBlock(text.slice(start).trim());
}

function withoutComments(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (letter === '"' || letter === "'") {
      const end = endOfString(text, at);
      out += text.slice(at, end + 1);
      at = end;
    } else if (letter === "/" && text[at + 1] === "*") {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return out;
      at = end + 1;
    } else out += letter;
  }
  return out;
}

/** Index of the closing quote, or the last letter where it is missing. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at;
  }
  return text.length - 1;
}

const unquote = (text: string): string => text.replace(/\\(.)/g, "$1");
