import fs from "node:fs";
import path from "node:path";
import { ensureCluster, ensureLogin, loginRole } from "#server/db/embedded-cluster.ts";
import { choosePlace } from "#server/db/embedded-place.ts";
import { clearLeftovers, type Hold, joinServer, startServer } from "#server/db/embedded-server.ts";
import { exclusively } from "#server/exclusive.mjs";
import { platformSettings } from "#server/launch/platform-settings.ts";

export interface EmbeddedDatabase {
  /** The address of a database for Millrace's own login, which is no superuser. */
  url(database?: string): string;
  port: number;
  /** Another start of the same folder runs the server; ours has joined it. */
  joined: boolean;
  /** Lets go of the server; it stops when nobody else uses it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Everything lives in here. */
  dir: string;
  /** Taken when it is free. */
  preferredPort?: number;
  /** For tests: nothing is flushed to disk (`-F`, their only tuning). */
  noFsync?: boolean;
  /** The folder is deleted at the end. */
  throwAway?: boolean;
}

/**
 * Brings up PostgreSQL from npm's binaries: on 127.0.0.1 only, with random passwords, under an unprivileged account.
 *
 * Any number of starts of one folder, in the same instant too, share one server; it runs until the last of them has
 * stopped or died, because a watchdog process owns it and not a launcher. What a killed start left is cleared.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const lock = { dir: path.resolve(options.dir), name: "start", waitMs: platformSettings.launch.otherStartMs };
  return await exclusively(lock, () => start(options));
}

async function start(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = choosePlace(options.dir);
  const credentials = await ensureCluster(place, options.throwAway ?? false);
  const address = (port: number) => (role: string, database: string) =>
    `postgresql://${role}:${role === loginRole ? credentials.login : credentials.superuser}@127.0.0.1:${port}/${database}`;
  const superuser = (port: number) => address(port)("postgres", "postgres");

  let hold: Hold | undefined = await joinServer(place, superuser);
  const joined = hold !== undefined;
  if (!hold) {
    await clearLeftovers(place);
    hold = await startServer(place, {
      preferredPort: options.preferredPort ?? 0,
      extraArgs: options.noFsync ? ["-F"] : [],
      url: superuser,
    });
  }
  const { port, release } = hold;
  await ensureLogin(address(port), credentials.login);
  return {
    url: (database = loginRole) => address(port)(loginRole, database),
    port,
    joined,
    stop: async () => {
      await release();
      if (!options.throwAway) return;
      fs.rmSync(place.dir, { recursive: true, force: true });
      fs.rmSync(options.dir, { recursive: true, force: true });
    },
  };
}
