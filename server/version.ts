import { readFileSync } from "node:fs";

/** Of this installation, from package.json; every process starts in the project's folder. */
export const version: string = JSON.parse(readFileSync("package.json", "utf8")).version;
