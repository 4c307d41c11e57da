import type { EffectView } from "./run-view.ts";

/** "Invoice INV-0001 created", from the operation's and the object's names. */
export function effectSentence(effect: EffectView): string {
  const operation = effect.operation.split("/").at(-1) ?? effect.operation;
  const [verb = "", ...nouns] = operation.split("-");
  const noun = nouns.join(" ");
  const name = [capital(noun || "record"), effect.label || effect.objectId].filter(Boolean).join(" ");
  switch (effect.state) {
    case "done":
    case "settled":
    case "succeeded":
      return `${name} ${past(verb)}`;
    case "rejected":
    case "failed":
      return `${name} refused`;
    case "skipped":
      return `${name} existed already`;
    case "conflict":
      return `${name} exists with other values`;
    case "unknown":
    case "in-doubt":
    case "in_doubt":
      return `${name}: outcome unknown`;
    default:
      return `${name}: ${effect.state}`;
  }
}

const irregular: Record<string, string> = {
  upsert: "created or updated",
  send: "sent",
  put: "put",
  set: "set",
  find: "found",
};

const past = (verb: string): string => {
  const known = irregular[verb];
  if (known) return known;
  return verb.endsWith("e") ? `${verb}d` : `${verb}ed`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
