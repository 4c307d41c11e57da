import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { LaunchEnv } from "#server/env.ts";

/** MILLRACE_SECRET, or one made at the first start and kept in the data folder, readable only by its owner. */
export function findSecret(env: Pick<LaunchEnv, "secret" | "dataDir">): string {
  if (env.secret !== undefined) return env.secret;
  const file = path.join(env.dataDir, "secret");
  try {
    // fails if it exists, so that two first starts end up with the same secret
    fs.writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const secret = fs.readFileSync(file, "utf8").trim();
  if (secret.length < 32)
    throw new Error(`${file} is damaged: everything sealed with it is lost unless you restore it.`);
  return secret;
}
