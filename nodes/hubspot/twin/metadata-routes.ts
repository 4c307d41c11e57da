import { jsonAnswer } from "../../_kit/twin/answers.ts";
import type { TwinRoute } from "../../_kit/twin/twin.ts";
import { notFound } from "./errors.ts";
import { signedIn } from "./oauth.ts";
import { findObjectType } from "./object-types.ts";
import { pipelines } from "./pipelines.ts";

/** Things that nobody changes in a sandbox, so they are no records. */
const since = "2026-01-05T09:00:00.000Z";

const shownPipelines = pipelines.map(({ id, label, stages }, order) => ({
  id,
  label,
  displayOrder: order,
  archived: false,
  createdAt: since,
  updatedAt: since,
  stages: stages.map((stage, index) => ({
    id: stage.id,
    label: stage.label,
    displayOrder: index,
    archived: false,
    createdAt: since,
    updatedAt: since,
    writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
    metadata: { isClosed: String(stage.closed), probability: stage.probability },
  })),
}));

const owners = [
  { id: "71", email: "sales@sandbox.example", firstName: "Sales", lastName: "Desk" },
  { id: "72", email: "service@sandbox.example", firstName: "Service", lastName: "Desk" },
].map((owner) => ({
  ...owner,
  type: "PERSON",
  userId: Number(owner.id),
  archived: false,
  createdAt: since,
  updatedAt: since,
  teams: [],
}));

export const metadataRoutes: TwinRoute[] = [
  {
    method: "GET",
    path: "/crm/v3/pipelines/:type",
    mutates: false,
    handle: signedIn(async ({ params }) =>
      findObjectType(params.type ?? "")?.name === "deals" ? jsonAnswer(200, { results: shownPipelines }) : notFound,
    ),
  },
  {
    method: "GET",
    path: "/crm/v3/owners",
    mutates: false,
    handle: signedIn(async ({ query }) => {
      const limit = Math.min(500, Math.max(1, Number(query.get("limit") ?? 100)));
      const start = Number(query.get("after") ?? 0);
      const next = start + limit;
      return jsonAnswer(200, {
        results: owners.slice(start, next),
        ...(next < owners.length ? { paging: { next: { after: String(next) } } } : {}),
      });
    }),
  },
  {
    method: "GET",
    path: "/crm/v3/properties/:type",
    mutates: false,
    handle: signedIn(async ({ params }) => {
      const type = findObjectType(params.type ?? "");
      if (!type) return notFound;
      const results = type.properties.map(({ name, label, type: kind, unique = false }) => ({
        name,
        label,
        type: kind,
        fieldType:
          kind === "datetime" ? "date" : kind === "enumeration" ? "select" : kind === "number" ? "number" : "text",
        groupName: `${type.name}information`,
        description: "",
        hasUniqueValue: unique,
        options: [],
        archived: false,
        createdAt: since,
        updatedAt: since,
      }));
      return jsonAnswer(200, { results });
    }),
  },
];
