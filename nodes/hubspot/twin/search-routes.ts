import { jsonAnswer, readBody } from "../../_kit/twin/answers.ts";
import type { TwinRoute } from "../../_kit/twin/twin.ts";
import { invalid } from "./errors.ts";
import { ofType } from "./object-routes.ts";
import { listRecords } from "./records.ts";
import { SearchBody, searchRecords } from "./search.ts";
import { shown } from "./shown.ts";

const maxResults = 10_000;

export const searchRoutes: TwinRoute[] = [
  {
    method: "POST",
    path: "/crm/v3/objects/:type/search",
    mutates: false,
    handle: ofType(async (type, { body }, context) => {
      const parsed = readBody(SearchBody, body);
      if ("problem" in parsed) return invalid(parsed.problem);
      const { limit, properties } = parsed.data;
      const start = Number(parsed.data.after ?? 0);
      if (!Number.isInteger(start) || start < 0) return invalid("after must be a number");
      if (start + limit > maxResults) return invalid("The search returns at most 10,000 results");
      const hits = searchRecords(type, await listRecords(context, type), parsed.data);
      const next = start + limit;
      return jsonAnswer(200, {
        total: hits.length,
        results: hits.slice(start, next).map((record) => shown(type, record, properties)),
        ...(next < hits.length ? { paging: { next: { after: String(next) } } } : {}),
      });
    }),
  },
];
