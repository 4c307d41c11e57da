import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { settings } from "#server/settings.ts";
import { effectPath } from "./find-awaits.ts";
import { injectFailpoints } from "./inject.ts";
import { mutate } from "./mutate.ts";

/**
 * Preloaded into a worker under test: shortened settings, failpoints, planted bugs. Told by environment:
 * `FAILPOINT` the place to die at by SIGKILL (`…/before#3`: when it is passed for the third time), `MUTANT` a planted bug, `SHORT_SETTINGS` JSON that
 * is laid over the settings.
 */
const root = path.resolve(import.meta.dirname, "../../..");
const instrumented = new Set(effectPath.map((file) => pathToFileURL(path.join(root, file)).href));
const [deadly = "", times = "1"] = (process.env.FAILPOINT ?? "").split("#");
let left = Number(times);
const mutant = process.env.MUTANT ?? "";

lay(settings, JSON.parse(process.env.SHORT_SETTINGS ?? "{}"));

globalThis.millraceFailpoint = (name) => {
  if (name === deadly) left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
  return undefined;
};
Reflect.set(globalThis, "millraceAfter", async (name: string, value: unknown) => {
  const settled = await value;
  globalThis.millraceFailpoint?.(name);
  return settled;
});

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
    const file = path.relative(root, fileURLToPath(url));
    if (!instrumented.has(url) && !mutant) return nextLoad(url, context);
    const source = mutate(mutant, file, readFileSync(fileURLToPath(url), "utf8"));
    return {
      format: "module-typescript",
      shortCircuit: true,
      source: instrumented.has(url) && deadly ? injectFailpoints(file, source) : source,
    };
  },
});

function lay(under: object, over: unknown): void {
  if (typeof over !== "object" || over === null) return;
  for (const [key, value] of Object.entries(over)) {
    const known: unknown = Reflect.get(under, key);
    if (typeof known === "object" && known !== null) lay(known, value);
    else Reflect.set(under, key, value);
  }
}
