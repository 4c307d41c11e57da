import type { ExactJson } from "../../_core/money/json-number.ts";
import type { TwinContext, TwinRequest, TwinResponse } from "../../_kit/twin/twin.ts";
import { validationFailed } from "./errors.ts";
import { envelope } from "./organisation-call.ts";

/** What came of one element of a write: a record that is ready to be stored, or why it is not. */
export type Checked<T> = { record: T } | { problems: string[] };

export type ElementJson = { [key: string]: ExactJson | undefined };

/**
 * Several elements of one write: by default one bad element refuses all of them and nothing is stored; with
 * `summarizeErrors=false` the good ones are stored and each comes back with its own status.
 */
export async function writeElements<T>(
  { query }: TwinRequest,
  context: TwinContext,
  write: {
    plural: string;
    checked: { given: ElementJson; outcome: Checked<T> }[];
    store(record: T): Promise<void>;
    shown(record: T): ElementJson;
  },
): Promise<TwinResponse> {
  const { plural, checked, store, shown } = write;
  const refused = checked.some(({ outcome }) => "problems" in outcome);
  if (refused && query.get("summarizeErrors") !== "false")
    return validationFailed(
      checked.map(({ given, outcome }) => ({
        ...given,
        ValidationErrors: "problems" in outcome ? outcome.problems.map((Message) => ({ Message })) : [],
      })),
    );
  const elements: ExactJson[] = [];
  for (const { given, outcome } of checked) {
    if ("problems" in outcome) {
      const ValidationErrors = outcome.problems.map((Message) => ({ Message }));
      elements.push({ ...given, HasErrors: true, StatusAttributeString: "ERROR", ValidationErrors });
      continue;
    }
    await store(outcome.record);
    elements.push({ ...shown(outcome.record), StatusAttributeString: "OK" });
  }
  return envelope(context, { [plural]: elements });
}
