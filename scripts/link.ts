import fs from "node:fs";
import path from "node:path";
import { createSignInLink } from "#server/auth/sign-in-link.ts";
import { closePools } from "#server/db/pool.ts";
import { readEnv } from "#server/env.ts";

/** `npm run link`: a new one-time link into the demo workspace of the installation that runs in this folder. */
process.chdir(path.resolve(import.meta.dirname, ".."));
