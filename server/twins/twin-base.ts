import { readLaunchEnv } from "#server/env.ts";

/**
 * Where the twins and our own webhook door are reached from this installation's processes: its public address, or, where
 * that is merely `localhost`, the address that the server listens on (the name may lead to ::1 first).
 */
export function twinBase(): string {
  const { baseUrl, host } = readLaunchEnv();
  const url = new URL(baseUrl);
  if (url.hostname !== "localhost") return url.origin;
  const listening = host === "0.0.0.0" || host === "::" || host === "localhost" ? "127.0.0.1" : host;
  url.hostname = listening.includes(":") ? `[${listening}]` : listening;
  return url.origin;
}
