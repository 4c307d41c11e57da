import { FlowDocument } from "../_core/flow/flow.ts";
import flow from "./hubspot-deal-won-xero-invoice.json" with { type: "json" };
import { Template } from "./template.ts";

export const hubspotDealWonXeroInvoice: Template = Template.parse({
  id: "hubspot-deal-won-xero-invoice",
  title: "HubSpot deal won → Xero invoice",
  outcome:
    "Every deal you win in HubSpot becomes one invoice in Xero, for the right contact, with the deal's own lines.",
  connectors: ["hubspot", "xero"],
  questions: [
    {
      id: "stage",
      nodeId: "deal_won",
      configKey: "stage",
      title: "Which stage means that a deal is won?",
      options: { connector: "hubspot", list: "dealStages" },
    },
    {
      id: "status",
      nodeId: "create_invoice",
      configKey: "status",
      title: "How should the invoice start?",
      choices: [
        { value: "DRAFT", title: "As a draft, to be looked at" },
        { value: "SUBMITTED", title: "Awaiting approval" },
        { value: "AUTHORISED", title: "Authorised, in the books" },
      ],
    },
    {
      id: "account",
      nodeId: "map_invoice",
      configKey: "expression",
      variable: "accountCode",
      title: "Which account do the lines go to?",
      options: { connector: "xero", list: "accounts" },
    },
    {
      id: "tax",
      nodeId: "map_invoice",
      configKey: "expression",
      variable: "taxType",
      title: "Which tax rate applies?",
      options: { connector: "xero", list: "taxRates" },
    },
  ],
  flow: FlowDocument.parse(flow),
});
