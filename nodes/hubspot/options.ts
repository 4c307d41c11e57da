import * as z from "zod";
import type { OptionItem, OptionList } from "../_kit/connection.ts";
import { readJson } from "./read-json.ts";

const Pipelines = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string(),
      archived: z.boolean().optional(),
      stages: z.array(z.looseObject({ id: z.string(), label: z.string(), archived: z.boolean().optional() })),
    }),
  ),
});

const Owners = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
    }),
  ),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
});

const pipelinesRequest = { method: "GET", path: "/crm/v3/pipelines/deals" } as const;

export const dealPipelines: OptionList = async (http) => {
  const { results } = await readJson(http, pipelinesRequest, Pipelines);
  return results.filter(({ archived }) => !archived).map(({ id, label }) => ({ value: id, label }));
};

/** With the pipeline in front: two pipelines may both have a "Closed won". */
export const dealStages: OptionList = async (http) => {
  const { results } = await readJson(http, pipelinesRequest, Pipelines);
  return results
    .filter(({ archived }) => !archived)
    .flatMap((pipeline) =>
      pipeline.stages
        .filter(({ archived }) => !archived)
        .map(({ id, label }) => ({ value: id, label, hint: pipeline.label })),
    );
};

/** A portal has at most some thousand owners; more than this many pages is a vendor that never ends. */
const maxPages = 50;

export const owners: OptionList = async (http) => {
  const items: OptionItem[] = [];
  let after: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const query = { limit: "100", ...(after === undefined ? {} : { after }) };
    const { results, paging } = await readJson(http, { method: "GET", path: "/crm/v3/owners", query }, Owners);
    for (const { id, email, firstName, lastName } of results) {
      const name = [firstName, lastName].filter(Boolean).join(" ");
      items.push({ value: id, label: name || email || id, ...(name && email ? { hint: email } : {}) });
    }
    after = paging?.next?.after;
    if (after === undefined) break;
  }
  return items;
};
