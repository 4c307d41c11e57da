import * as z from "zod";
import { defineWrite } from "../../_kit/action.ts";
import { optionalText, textIn } from "../../_kit/fields.ts";
import { dealObject, PatchedDeal, patchDeal, patchedDeal } from "./patch-deal.ts";

export const updateDealStage = defineWrite({
  id: "update-deal-stage",
  title: "Set deal stage",
  summary: "Moves a deal to another stage.",
  keywords: ["move", "pipeline", "won", "lost"],
  effect: "update",
  capability: { kind: "upsert" },
  kept: ["dealId", "stage"],
  config: z.strictObject({}),
  input: z.strictObject({
    dealId: textIn({ title: "Deal id", max: 50 }),
    stage: textIn({ title: "Stage", max: 100, options: "dealStages" }),
    pipeline: optionalText({
      title: "Pipeline",
      description: "Only when the stage is in another pipeline.",
      max: 100,
      options: "dealPipelines",
    }),
  }),
  output: PatchedDeal,
  request: ({ dealId, stage, pipeline }) => patchDeal(dealId, { dealstage: stage, ...(pipeline ? { pipeline } : {}) }),
  answer: patchedDeal,
  object: dealObject,
});
