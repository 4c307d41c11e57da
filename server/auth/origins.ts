import { readLaunchEnv } from "#server/env.ts";

/** Where browsers may reach this installation. For the browser `localhost` and `127.0.0.1` are two places; both are ours. */
export function ownOrigins(): string[] {
  const base = new URL(readLaunchEnv().baseUrl);
  if (base.hostname !== "localhost" && base.hostname !== "127.0.0.1") return [base.origin];
  return ["localhost", "127.0.0.1"].map((name) => {
    const origin = new URL(base);
    origin.hostname = name;
    return origin.origin;
  });
}

/**
 * The check against forged requests: whatever changes something must come from our own pages. A missing Origin is refused;
 * every browser sends one with a POST.
 */
export const isOwnOrigin = (headers: Headers): boolean => ownOrigins().includes(headers.get("origin") ?? "");
