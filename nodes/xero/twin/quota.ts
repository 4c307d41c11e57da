import type { TwinResponse } from "../../_kit/twin/twin.ts";

/** Per organisation; the day's and the app's limits are announced but never reached. */
export const limit = 60;
export const windowMs = 60_000;

export const quotaHeaders = (remaining: number): Record<string, string> => ({
  "x-minlimit-remaining": String(remaining),
  "x-daylimit-remaining": "5000",
  "x-appminlimit-remaining": "10000",
});

export const exceeded: TwinResponse = {
  status: 429,
  headers: { "retry-after": "60", "x-rate-limit-problem": "minute" },
  body: "",
};
