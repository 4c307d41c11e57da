import { Fault } from "#nodes/_core/fault.ts";
import { findRefusedKey, type JsonObject } from "#nodes/_core/json.ts";
import { checkValue } from "#nodes/_core/schema/check-value.ts";
import { twinBase } from "./twin-base.ts";
import { enterTwin } from "./twin-lane.ts";
import { twinDefinition } from "./twin-row.ts";

/** Does what a person would do on the vendor's own screen (win a deal); webhooks follow as they would there. */
export async function performGesture(
  orgId: string,
  vendor: string,
  gestureId: string,
  input: JsonObject,
): Promise<JsonObject> {
  const gesture = twinDefinition(vendor).gestures.find((candidate) => candidate.id === gestureId);
  if (!gesture) throw refuse("unknown-gesture", "This sandbox has no such gesture.");
  const { id, ...form } = input;
  const refused = findRefusedKey(input);
  if (refused) throw refuse("refused-key", `The field ${refused} is refused.`);
  // the id of the row it was started on is ours, the rest is the form's
  const [problem] = checkValue(gesture.input, gesture.on && id !== undefined && !hasId(gesture.input) ? form : input);
  if (problem) throw refuse("gesture-input", problem.message);
  return await enterTwin({ orgId, vendor }, async (visit) => {
    const deliveries: JsonObject[][] = [];
    const done = await gesture.run(visit.context(`${twinBase()}/twin/${vendor}/${visit.row.key}`, deliveries), input);
    visit.queue(deliveries);
    return done;
  });
}

const hasId = (schema: Record<string, unknown>): boolean =>
  typeof schema.properties === "object" && schema.properties !== null && "id" in schema.properties;

const refuse = (code: string, message: string): Fault =>
  new Fault({ kind: "rejected", code, message, fix: "Correct the input and try again." });
