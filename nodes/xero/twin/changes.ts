import type { TwinContext } from "../../_kit/twin/twin.ts";
import { api } from "../read-json.ts";

const plural = { INVOICE: "Invoices", CONTACT: "Contacts" } as const;

/** Queues what Xero would push: which record, and that it was made or changed; never what is in it. */
export function reportChange(
  context: TwinContext,
  eventCategory: keyof typeof plural,
  resourceId: string,
  eventType: "CREATE" | "UPDATE",
): void {
  context.deliver([
    {
      resourceUrl: `https://api.xero.com${api}/${plural[eventCategory]}/${resourceId}`,
      resourceId,
      tenantId: context.account.id,
      tenantType: "ORGANISATION",
      eventCategory,
      eventType,
      // Without a zone, as Xero writes it.
      eventDateUtc: context.now.toISOString().replace("Z", ""),
    },
  ]);
}
