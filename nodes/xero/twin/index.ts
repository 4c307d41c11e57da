import { digestOf } from "../../_kit/digest.ts";
import type { TwinDefinition } from "../../_kit/twin/twin.ts";
import { signDelivery } from "../../_kit/verify/sign.ts";
import { webhook } from "../webhook.ts";
import { contactRoutes } from "./contact-routes.ts";
import { gestures } from "./gestures.ts";
import { invoiceRoutes } from "./invoice-routes.ts";
import { connectionRoutes, oauth } from "./oauth.ts";
import { paymentRoutes } from "./payment-routes.ts";
import { exceeded, limit, quotaHeaders, windowMs } from "./quota.ts";
import { seed } from "./seed.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { views } from "./views.ts";

export const twin: TwinDefinition = {
  vendor: "xero",
  title: "Xero",
  seed,
  routes: [
    ...oauth.routes,
    ...connectionRoutes,
    ...settingsRoutes,
    ...contactRoutes,
    ...invoiceRoutes,
    ...paymentRoutes,
  ],
  quota: { limit, windowMs, headers: quotaHeaders, exceeded },
  /** Without events it is the intent to receive. */
  sign(events, secret, url, now) {
    const entropy = digestOf(JSON.stringify([events, now.getTime()]))
      .slice(0, 20)
      .toUpperCase();
    const sequences = { firstEventSequence: events.length > 0 ? 1 : 0, lastEventSequence: events.length };
    const body = JSON.stringify({ events, ...sequences, entropy });
    const headers = signDelivery(webhook.verify, { method: "POST", url, body }, secret, now);
    return { headers: { "content-type": "application/json", ...headers }, body };
  },
  views,
  gestures,
  grant: (context) => oauth.grant(context, "offline_access"),
};
