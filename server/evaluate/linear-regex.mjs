import { RE2JS } from "re2js";

const flagsOf = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

/**
 * The part of RegExp that the engine uses, in linear time: a customer's pattern can be slow to write, never to run.
 * Look-around and back-references do not exist here; a pattern that needs them is refused when it is compiled.
 */
export class LinearRegex {
  constructor(regex) {
    let flags = 0;
    for (const flag of regex.flags) flags |= flagsOf[flag] ?? 0;
    try {
      this.pattern = RE2JS.compile(RE2JS.translateRegExp(regex.source), flags);
    } catch {
      throw { code: "M1004", message: `The pattern /${regex.source}/ uses look-around or back-references` };
    }
    this.lastIndex = 0;
  }

  exec(text) {
    const matcher = this.pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const match = [];
    for (let group = 0; group <= matcher.groupCount(); group += 1) match.push(matcher.group(group) ?? undefined);
    match.index = matcher.start();
    this.lastIndex = matcher.end();
    return match;
  }
}
