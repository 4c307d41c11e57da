import type { TwinDefinition } from "../../_kit/twin/twin.ts";
export const twin: TwinDefinition = { vendor: "xero", title: "xero", async seed() {}, routes: [], quota: { limit: 100, windowMs: 10_000, headers: () => ({}), exceeded: { status: 429 } }, sign: null, views: [], gestures: [] };
