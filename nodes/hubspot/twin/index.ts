import type { TwinDefinition } from "../../_kit/twin/twin.ts";
import { signDelivery } from "../../_kit/verify/sign.ts";
import { webhook } from "../webhook.ts";
import { associationRoutes } from "./association-routes.ts";
import { batchRoutes } from "./batch-routes.ts";
import { rateLimited } from "./errors.ts";
import { gestures } from "./gestures.ts";
import { metadataRoutes } from "./metadata-routes.ts";
import { oauth, oauthRoutes } from "./oauth.ts";
import { objectRoutes } from "./object-routes.ts";
import { limit, quotaHeaders, windowMs } from "./quota.ts";
import { searchRoutes } from "./search-routes.ts";
import { seed } from "./seed.ts";
import { views } from "./views.ts";

export const twin: TwinDefinition = {
  vendor: "hubspot",
  title: "HubSpot",
  seed,
  // Fixed paths (`/batch/read`, `/search`) stand before those that take any id.
  routes: [...oauthRoutes, ...metadataRoutes, ...batchRoutes, ...searchRoutes, ...associationRoutes, ...objectRoutes],
  quota: { limit, windowMs, headers: quotaHeaders, exceeded: rateLimited },
  sign(events, secret, url, now) {
    const body = JSON.stringify(events);
    const headers = signDelivery(webhook.verify, { method: "POST", url, body }, secret, now);
    return { headers: { "content-type": "application/json", ...headers }, body };
  },
  views,
  gestures,
  grant: (context) => oauth.grant(context),
};
