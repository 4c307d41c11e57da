import * as z from "zod";
import { writeJson } from "../../_core/money/json-number.ts";
import { defineWrite } from "../../_kit/action.ts";
import { optionalText, optionalTextOut, textIn, textOut } from "../../_kit/fields.ts";
import { vendorKey } from "../capability.ts";
import { api, jsonHeaders, parseWritten } from "../read-json.ts";
import { Contacts } from "../schemas/wire.ts";
import { onlyOne } from "./only-one.ts";

export const upsertContact = defineWrite({
  id: "upsert-contact",
  title: "Create or update contact",
  summary: "Creates a contact, or updates the one with the same contact number.",
  keywords: ["customer", "supplier", "debtor", "upsert"],
  effect: "update",
  capability: vendorKey({ kind: "upsert" }),
  kept: ["contactId", "contactNumber", "name"],
  config: z.strictObject({}),
  input: z.strictObject({
    contactNumber: textIn({
      title: "Contact number",
      description: "The id of this contact in the other system; says which contact this is.",
      max: 50,
    }),
    name: textIn({ title: "Name", description: "Must be unique in Xero.", max: 255 }),
    emailAddress: optionalText({ title: "E-mail", max: 255 }),
    firstName: optionalText({ title: "First name", max: 255 }),
    lastName: optionalText({ title: "Last name", max: 255 }),
    phone: optionalText({ title: "Phone", max: 50 }),
    taxNumber: optionalText({ title: "Tax number", max: 50 }),
    currency: optionalText({ title: "Currency", description: "ISO code.", max: 3 }),
    address: z
      .strictObject({
        line1: optionalText({ title: "Street", max: 500 }),
        line2: optionalText({ title: "Street, second line", max: 500 }),
        city: optionalText({ title: "City", max: 255 }),
        region: optionalText({ title: "Region", max: 255 }),
        postalCode: optionalText({ title: "Postal code", max: 50 }),
        country: optionalText({ title: "Country", max: 50 }),
      })
      .nullish()
      .meta({ title: "Address" }),
  }),
  output: z.strictObject({
    contactId: textOut({ title: "Contact id" }),
    contactNumber: optionalTextOut({ title: "Contact number" }),
    name: textOut({ title: "Name" }),
    emailAddress: optionalTextOut({ title: "E-mail" }),
    status: optionalTextOut({ title: "Status" }),
  }),

  request(input, _config, { vendorKey: key }) {
    const { contactNumber, name, emailAddress, firstName, lastName, phone, taxNumber, currency, address } = input;
    // A field without a value is left out, so that what people wrote in Xero is not wiped.
    const contact = {
      ContactNumber: contactNumber,
      Name: name,
      EmailAddress: emailAddress || undefined,
      FirstName: firstName || undefined,
      LastName: lastName || undefined,
      TaxNumber: taxNumber || undefined,
      DefaultCurrency: currency || undefined,
      Phones: phone ? [{ PhoneType: "DEFAULT", PhoneNumber: phone }] : undefined,
      Addresses: address
        ? [
            {
              AddressType: "POBOX",
              AddressLine1: address.line1 || undefined,
              AddressLine2: address.line2 || undefined,
              City: address.city || undefined,
              Region: address.region || undefined,
              PostalCode: address.postalCode || undefined,
              Country: address.country || undefined,
            },
          ]
        : undefined,
    };
    return {
      method: "POST",
      path: `${api}/Contacts`,
      headers: { ...jsonHeaders, "idempotency-key": key },
      body: writeJson({ Contacts: [contact] }),
    };
  },

  answer(response) {
    const contact = onlyOne(parseWritten(Contacts, response.body).Contacts, "contact");
    return {
      contactId: contact.ContactID,
      contactNumber: contact.ContactNumber || null,
      name: contact.Name ?? "",
      emailAddress: contact.EmailAddress || null,
      status: contact.ContactStatus ?? null,
    };
  },

  object: ({ contactId, name }) => ({
    id: contactId,
    label: name,
    url: `https://go.xero.com/Contacts/View/${contactId}`,
  }),
});
