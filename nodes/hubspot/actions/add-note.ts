import * as z from "zod";
import { defineWrite } from "../../_kit/action.ts";
import { instant, textIn, textOut } from "../../_kit/fields.ts";
import { parseAnswer } from "../../_kit/parse.ts";
import { noteToDeal } from "../association-types.ts";
import { jsonHeaders } from "../read-json.ts";
import { CrmRecord } from "../schemas/record.ts";

export const addNote = defineWrite({
  id: "add-note",
  title: "Add note to deal",
  summary: "Writes a note on the timeline of a deal.",
  keywords: ["comment", "timeline", "engagement"],
  effect: "create",
  // Notes have no unique property and HubSpot has no idempotency key: a lost answer goes to a person.
  capability: { kind: "none" },
  kept: ["noteId"],
  config: z.strictObject({}),
  input: z.strictObject({
    dealId: textIn({ title: "Deal id", max: 50 }),
    text: textIn({ title: "Text", max: 65_536 }),
    at: instant({ title: "Time of the note", description: "Where it stands on the timeline." }),
  }),
  output: z.strictObject({ noteId: textOut({ title: "Note id" }) }),
  request: ({ dealId, text, at }) => ({
    method: "POST",
    path: "/crm/v3/objects/notes",
    headers: jsonHeaders,
    body: JSON.stringify({
      properties: { hs_timestamp: at, hs_note_body: text },
      associations: [
        { to: { id: dealId }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: noteToDeal }] },
      ],
    }),
  }),
  answer: (response) => ({
    noteId: parseAnswer(CrmRecord, response.body, { vendor: "HubSpot", after: "write" }).id,
  }),
  object: ({ noteId }) => ({ id: noteId, label: `Note ${noteId}` }),
});
