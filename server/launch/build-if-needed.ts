import { spawn } from "node:child_process";
import fs from "node:fs";
import { exclusively } from "#server/exclusive.mjs";
import { hashSources } from "#server/launch/hash-sources.ts";
import { platformSettings } from "#server/launch/platform-settings.ts";

const stamp = ".next/millrace-sources";

export interface BuildOptions {
  say: (line: string) => void;
  /** Gets a way to end a build that is under way. */
  onStart?: (abort: () => Promise<void>) => void;
}

/** Builds the pages when their sources changed since the last build; says whether it did. */
export async function buildIfNeeded({ say, onStart }: BuildOptions): Promise<boolean> {
  const wanted = hashSources(process.cwd());
  if (builtFrom() === wanted) return false;
  const onWait = () => say("Waiting for another start that is building");
  const lock = { dir: ".data", name: "build", waitMs: platformSettings.launch.otherStartMs, onWait };
  return await exclusively(lock, async () => {
    const before = builtFrom();
    if (before === wanted) return false;
    say(before ? "The sources changed: building again (about a minute)" : "First start: building (about a minute)");
    await build(onStart);
    fs.writeFileSync(stamp, wanted);
    return true;
  });
}

function builtFrom(): string | undefined {
  return fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8") : undefined;
}

async function build(onStart: BuildOptions["onStart"]): Promise<void> {
  fs.rmSync(stamp, { force: true });
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
    onStart?.(async () => void child.kill("SIGTERM"));
  });
  if (code !== 0) throw new Error("The build failed. Its message is above.");
}
