import { hubspotDealWonXeroInvoice } from "./hubspot-deal-won-xero-invoice.ts";
import type { Template } from "./template.ts";

/** Ready flows, each tried end to end against the twins. */
export const templates: readonly Template[] = [hubspotDealWonXeroInvoice];

export const findTemplate = (id: string): Template | undefined => templates.find((template) => template.id === id);
