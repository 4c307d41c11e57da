import { readdirSync, readFileSync } from "node:fs";
import { Sample } from "./samples.ts";

/** The samples of a connector's folder, for its tests. Throws where one lacks its provenance. */
export function readSamples(folder: URL): Sample[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, `${folder.href}/`), "utf8");
      return Sample.parse({ ...JSON.parse(text), name: file.slice(0, -".json".length) });
    });
}
