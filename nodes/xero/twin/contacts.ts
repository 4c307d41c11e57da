import * as z from "zod";
import type { JsonObject } from "../../_core/json.ts";
import type { TwinContext } from "../../_kit/twin/twin.ts";
import { reportChange } from "./changes.ts";
import { ticks } from "./organisation-call.ts";
import type { Checked, ElementJson } from "./written.ts";

const Text = z.string().nullish();

export const GivenContact = z.looseObject({
  ContactID: Text,
  ContactNumber: z.string().max(50).nullish(),
  AccountNumber: Text,
  ContactStatus: z.enum(["ACTIVE", "ARCHIVED", "GDPRREQUEST"]).nullish(),
  Name: z.string().max(255).nullish(),
  FirstName: Text,
  LastName: Text,
  EmailAddress: z.string().max(255).nullish(),
  TaxNumber: Text,
  DefaultCurrency: Text,
  Addresses: z
    .array(
      z.looseObject({
        AddressType: z.enum(["POBOX", "STREET"]).nullish(),
        AddressLine1: Text,
        AddressLine2: Text,
        City: Text,
        Region: Text,
        PostalCode: Text,
        Country: Text,
      }),
    )
    .nullish(),
  Phones: z
    .array(
      z.looseObject({ PhoneType: z.enum(["DEFAULT", "DDI", "MOBILE", "FAX", "OFFICE"]).nullish(), PhoneNumber: Text }),
    )
    .nullish(),
});
export type GivenContact = z.infer<typeof GivenContact>;

const Lines = z.array(z.record(z.string(), z.string()));

export const StoredContact = z.object({
  ContactID: z.string(),
  ContactNumber: z.string().nullable(),
  AccountNumber: z.string().nullable(),
  ContactStatus: z.string(),
  Name: z.string(),
  /** What the name is compared by. */
  NameKey: z.string(),
  FirstName: z.string().nullable(),
  LastName: z.string().nullable(),
  EmailAddress: z.string().nullable(),
  TaxNumber: z.string().nullable(),
  DefaultCurrency: z.string().nullable(),
  Addresses: Lines,
  Phones: Lines,
  UpdatedMs: z.number(),
});
export type StoredContact = z.infer<typeof StoredContact>;

const collection = "contacts";

export async function loadContact({ store }: TwinContext, id: string): Promise<StoredContact | null> {
  const body = await store.get(collection, id.toLowerCase());
  return body && StoredContact.parse(body);
}

export async function listContacts({ store }: TwinContext): Promise<StoredContact[]> {
  return (await store.list(collection)).map(({ body }) => StoredContact.parse(body));
}

export async function findContactByNumber({ store }: TwinContext, number: string): Promise<StoredContact | null> {
  const [found] = await store.list(collection, { ContactNumber: number });
  return found ? StoredContact.parse(found.body) : null;
}

/** An invoice may name its contact; archived ones do not answer to their name. */
export async function findContactByName({ store }: TwinContext, name: string): Promise<StoredContact | null> {
  const [found] = await store.list(collection, { NameKey: nameKey(name), ContactStatus: "ACTIVE" });
  return found ? StoredContact.parse(found.body) : null;
}

const nameKey = (name: string): string => name.trim().toLowerCase();

/** PUT makes a new contact, POST also changes the one with the same id, number or (given neither) name. */
export async function checkContact(
  context: TwinContext,
  given: GivenContact,
  method: string,
): Promise<Checked<{ contact: StoredContact; isNew: boolean }>> {
  const known = method === "PUT" && !given.ContactID ? null : await matching(context, given);
  if (given.ContactID && !known) return { problems: ["The Contact could not be found"] };
  if (known?.ContactStatus === "ARCHIVED" && given.ContactStatus !== "ACTIVE")
    return {
      problems: [
        "The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the API.",
      ],
    };
  const name = (given.Name ?? known?.Name ?? "").trim();
  const problems: string[] = [];
  if (name === "") problems.push("The Contact Name must be specified");
  const namesake = name === "" ? null : await findContactByName(context, name);
  if (namesake && namesake.ContactID !== known?.ContactID)
    problems.push(
      `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
    );
  if (given.ContactNumber && !known && (await findContactByNumber(context, given.ContactNumber)))
    problems.push(`The Contact Number ${given.ContactNumber} is already assigned to another contact.`);
  if (given.EmailAddress && !/^[^\s@]+@[^\s@]+$/.test(given.EmailAddress)) problems.push("Email address is not valid.");
  if (problems.length > 0) return { problems };
  return { record: { contact: merged(context, given, known, name), isNew: known === null } };
}

export async function storeContact(context: TwinContext, contact: StoredContact, isNew: boolean): Promise<void> {
  await context.store.put(collection, contact.ContactID, asBody(contact));
  reportChange(context, "CONTACT", contact.ContactID, isNew ? "CREATE" : "UPDATE");
}

export const shownContact = ({ UpdatedMs, NameKey: _key, ContactNumber, ...contact }: StoredContact): ElementJson => ({
  ...withoutNulls(contact),
  ...(ContactNumber === null ? {} : { ContactNumber }),
  IsSupplier: false,
  IsCustomer: false,
  HasAttachments: false,
  HasValidationErrors: false,
  UpdatedDateUTC: ticks(UpdatedMs),
});

async function matching(context: TwinContext, given: GivenContact): Promise<StoredContact | null> {
  if (given.ContactID) return loadContact(context, given.ContactID);
  if (given.ContactNumber) return findContactByNumber(context, given.ContactNumber);
  return given.Name ? findContactByName(context, given.Name) : null;
}

function merged(context: TwinContext, given: GivenContact, known: StoredContact | null, name: string): StoredContact {
  const kept = (value: string | null | undefined, before: string | null | undefined) => value ?? before ?? null;
  return {
    ContactID: known?.ContactID ?? context.uuid(),
    ContactNumber: kept(given.ContactNumber, known?.ContactNumber),
    AccountNumber: kept(given.AccountNumber, known?.AccountNumber),
    ContactStatus: given.ContactStatus ?? known?.ContactStatus ?? "ACTIVE",
    Name: name,
    NameKey: nameKey(name),
    FirstName: kept(given.FirstName, known?.FirstName),
    LastName: kept(given.LastName, known?.LastName),
    EmailAddress: kept(given.EmailAddress, known?.EmailAddress),
    TaxNumber: kept(given.TaxNumber, known?.TaxNumber),
    DefaultCurrency: kept(given.DefaultCurrency, known?.DefaultCurrency),
    Addresses: given.Addresses ? given.Addresses.map(textFields) : (known?.Addresses ?? []),
    Phones: given.Phones ? given.Phones.map(textFields) : (known?.Phones ?? []),
    UpdatedMs: context.now.getTime(),
  };
}

const textFields = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );

function withoutNulls(fields: Omit<StoredContact, "UpdatedMs" | "NameKey" | "ContactNumber">): ElementJson {
  const out: ElementJson = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) out[name] = value;
  return out;
}

const asBody = (contact: StoredContact): JsonObject => ({ ...contact });
