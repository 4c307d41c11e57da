import { Fault } from "#nodes/_core/fault.ts";
import { findRefusedKey, type JsonObject } from "#nodes/_core/json.ts";
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
  const refused = findRefusedKey(input);
  if (refused) throw refuse("refused-key", `The field ${refused} is refused.`);
  return await enterTwin({ orgId, vendor }, async (visit) => {
    const deliveries: JsonObject[][] = [];
    // the gesture checks its own input
    const done = await gesture.run(visit.context(`${twinBase()}/twin/${vendor}/${visit.row.key}`, deliveries), input);
    visit.queue(deliveries);
    return done;
  });
}

const refuse = (code: string, message: string): Fault =>
  new Fault({ kind: "rejected", code, message, fix: "Correct the input and try again." });
