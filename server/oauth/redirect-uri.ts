import { readLaunchEnv } from "#server/env.ts";

/** Where vendors send people back to. Registered with the vendor letter by letter, so there is exactly one. */
export const redirectUri = (): string => `${readLaunchEnv().baseUrl}/api/oauth/callback`;
