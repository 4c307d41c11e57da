import path from "node:path";
import { buildIfNeeded } from "#server/launch/build-if-needed.ts";

// `npm run build`: what the first start does by itself, for images and for those who want to see it.
process.chdir(path.resolve(import.meta.dirname, ".."));
process.env.NEXT_TELEMETRY_DISABLED = "1";
const built = await buildIfNeeded({ say: console.log });
if (!built) console.log("Nothing to build: the sources have not changed.");
