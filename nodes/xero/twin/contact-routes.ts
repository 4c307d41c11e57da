import * as z from "zod";
import type { ExactJson } from "../../_core/money/json-number.ts";
import { readBody } from "../../_kit/twin/answers.ts";
import type { TwinContext, TwinRequest, TwinResponse, TwinRoute } from "../../_kit/twin/twin.ts";
import { api } from "../read-json.ts";
import {
  checkContact,
  findContactByNumber,
  GivenContact,
  listContacts,
  loadContact,
  type StoredContact,
  shownContact,
  storeContact,
} from "./contacts.ts";
import { badRequest, notFound, queryRefused } from "./errors.ts";
import { changedSince, idsIn, pageOf, parseWhere } from "./list.ts";
import { envelope, organisationCall } from "./organisation-call.ts";
import { writeElements } from "./written.ts";

const Body = z.union([
  z.looseObject({ Contacts: z.array(GivenContact).min(1) }).transform(({ Contacts }) => Contacts),
  GivenContact.transform((contact) => [contact]),
]);

const path = `${api}/Contacts`;

export const contactRoutes: TwinRoute[] = [
  { method: "GET", path, mutates: false, handle: organisationCall(list) },
  { method: "PUT", path, mutates: true, handle: organisationCall(write) },
  { method: "POST", path, mutates: true, handle: organisationCall(write) },
  { method: "GET", path: `${path}/:id`, mutates: false, handle: organisationCall(read) },
  { method: "POST", path: `${path}/:id`, mutates: true, handle: organisationCall(write) },
];

async function list({ query, headers }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const conditions = parseWhere(query.get("where") ?? "");
  if (query.has("where") && !conditions) return queryRefused("This where clause is not known to the sandbox");
  const ids = idsIn(query.get("IDs"));
  const term = query.get("searchTerm")?.toLowerCase();
  const found = changedSince(await listContacts(context), headers["if-modified-since"])
    .filter(({ ContactStatus }) => ContactStatus === "ACTIVE" || query.get("includeArchived") === "true")
    .filter(({ ContactID }) => !ids || ids.has(ContactID))
    .filter((contact) =>
      query.has("where") ? (conditions ?? []).every((c) => fieldOf(contact, c.field) === c.value) : true,
    )
    .filter((contact) => !term || searched(contact).some((text) => text?.toLowerCase().includes(term)))
    .sort((a, b) => (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0));
  const { records, pagination } = pageOf(found, query);
  return envelope(context, { ...(pagination ? { pagination } : {}), Contacts: records.map(shown) });
}

async function read({ params: { id = "" } }: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const contact = (await loadContact(context, id)) ?? (await findContactByNumber(context, id));
  return contact ? envelope(context, { Contacts: [shown(contact)] }) : notFound;
}

async function write(request: TwinRequest, context: TwinContext): Promise<TwinResponse> {
  const parsed = readBody(Body, request.body);
  if ("problem" in parsed) return badRequest(parsed.problem);
  const checked = [];
  for (const element of parsed.data) {
    const given = request.params.id ? { ...element, ContactID: request.params.id } : element;
    const echo = { ContactNumber: given.ContactNumber ?? undefined, Name: given.Name ?? undefined };
    checked.push({ given: echo, outcome: await checkContact(context, given, request.method) });
  }
  return writeElements(request, context, {
    plural: "Contacts",
    checked,
    store: ({ contact, isNew }) => storeContact(context, contact, isNew),
    shown: ({ contact }) => shownContact(contact),
  });
}

const shown = (contact: StoredContact): ExactJson => shownContact(contact);
const searched = ({ Name, FirstName, LastName, ContactNumber, EmailAddress }: StoredContact) => [
  Name,
  FirstName,
  LastName,
  ContactNumber,
  EmailAddress,
];

function fieldOf(contact: StoredContact, field: string): string | null {
  const value: unknown = Object.entries(contact).find(([name]) => name === field)?.[1];
  return typeof value === "string" ? value : null;
}
