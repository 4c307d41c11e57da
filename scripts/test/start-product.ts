import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export interface Product {
  url: string;
  /** Holds `database-url`, for seeds. */
  dataDir: string;
  /** The printed one-time link, where one was printed. */
  signInUrl: string | undefined;
  stop(): Promise<void>;
}

/** Starts everything with the product's own launcher, in a data folder and on a port of its own. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "millrace-product-"));
  chmodSync(dataDir, 0o755); // PostgreSQL may run under another account, and temporary folders are private
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["server/main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      ...{ DATABASE_URL: "", MILLRACE_SECRET: "", MILLRACE_DATA_DIR: dataDir, PORT: String(port), BASE_URL: url },
      ...env,
    },
  });
  const stop = async () => {
    await end(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const output = await untilReady(child);
    return { url, dataDir, signInUrl: /Sign in once.*?: (\S+)/.exec(output)?.[1], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The launcher writes the address and its lines about signing in at once. */
function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.setEncoding("utf8");
    child.stdout?.on("data", (chunk: string) => {
      output += chunk;
      process.stdout.write(chunk);
      if (output.includes("Millrace is ready")) resolve(output);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The product did not start (${code}); its message is above.`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function freePort(): Promise<number> {
  const server = net.createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
