import { defineConnector } from "../_kit/connector.ts";
import { addNote } from "./actions/add-note.ts";
import { readDeal } from "./actions/read-deal.ts";
import { updateDeal } from "./actions/update-deal.ts";
import { updateDealStage } from "./actions/update-deal-stage.ts";
import { upsertContact } from "./actions/upsert-contact.ts";
import { connection } from "./connection.ts";
import { toFault } from "./faults.ts";
import { dealPipelines, dealStages, owners } from "./options.ts";
import { dealStageChanged } from "./triggers/deal-stage-changed.ts";
import { twin } from "./twin/index.ts";
import { webhook } from "./webhook.ts";

export const hubspot = defineConnector({
  id: "hubspot",
  title: "HubSpot",
  version: "1.0.0",
  category: "crm",
  apiVersion: "CRM v3",
  connection,
  toFault,
  webhook,
  triggers: [dealStageChanged],
  actions: [readDeal, updateDealStage, updateDeal, upsertContact, addNote],
  options: { dealPipelines, dealStages, owners },
  twin,
});
