import * as z from "zod";
import { Fault } from "../../_core/fault.ts";
import { defineWrite } from "../../_kit/action.ts";
import { optionalText, textIn, textOut } from "../../_kit/fields.ts";
import { parseAnswer } from "../../_kit/parse.ts";
import { jsonHeaders } from "../read-json.ts";
import { CrmRecord } from "../schemas/record.ts";

const UpsertAnswer = z.looseObject({
  results: z.array(CrmRecord.extend({ new: z.boolean().optional() })).optional(),
  errors: z.array(z.looseObject({ message: z.string().optional(), category: z.string().optional() })).optional(),
});

export const upsertContact = defineWrite({
  id: "upsert-contact",
  title: "Create or update contact",
  summary: "Creates a contact, or updates the one with the same e-mail address.",
  keywords: ["person", "lead", "email", "upsert"],
  effect: "update",
  capability: { kind: "upsert" },
  kept: ["contactId"],
  config: z.strictObject({}),
  input: z.strictObject({
    email: textIn({ title: "E-mail", description: "Says which contact this is.", max: 254 }),
    firstName: optionalText({ title: "First name", max: 255 }),
    lastName: optionalText({ title: "Last name", max: 255 }),
    phone: optionalText({ title: "Phone", max: 255 }),
    jobTitle: optionalText({ title: "Job title", max: 255 }),
    company: optionalText({ title: "Company name", max: 255 }),
  }),
  output: z.strictObject({
    contactId: textOut({ title: "Contact id" }),
    email: textOut({ title: "E-mail" }),
    created: z.boolean().meta({ title: "Was created" }),
  }),

  request({ email, firstName, lastName, phone, jobTitle, company }) {
    // HubSpot compares addresses in lower case; the key is written as it compares.
    const id = email.trim().toLowerCase();
    const given = { firstname: firstName, lastname: lastName, phone, jobtitle: jobTitle, company };
    const properties = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
    );
    return {
      method: "POST",
      path: "/crm/v3/objects/contacts/batch/upsert",
      headers: jsonHeaders,
      body: JSON.stringify({ inputs: [{ idProperty: "email", id, properties: { ...properties, email: id } }] }),
    };
  },

  /** A batch answers 207 although its only entry was refused: that is a refusal, not an unknown outcome. */
  answer(response) {
    const { results = [], errors = [] } = parseAnswer(UpsertAnswer, response.body, {
      vendor: "HubSpot",
      after: "write",
    });
    const [contact] = results;
    const [error] = errors;
    if (!contact && error)
      throw new Fault({
        kind: "rejected",
        code: "refused",
        message: `HubSpot refused the contact: ${error.message ?? "no reason was given"}`,
        fix: "Correct the mapping of the field HubSpot names.",
        detail: { category: error.category },
      });
    if (!contact)
      throw new Fault({
        kind: "in-doubt",
        code: "broken-answer",
        message: "HubSpot answered with success, but named no contact.",
        fix: "Look in HubSpot whether the contact was written.",
      });
    return { contactId: contact.id, email: contact.properties.email ?? "", created: contact.new ?? false };
  },

  object: ({ contactId, email }) => ({ id: contactId, label: email }),
});
