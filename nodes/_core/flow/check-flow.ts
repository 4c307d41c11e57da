import { checkExpressions } from "./check-expressions.ts";
import { checkSettings } from "./check-settings.ts";
import { checkShape } from "./check-shape.ts";
import type { FlowDocument } from "./flow.ts";
import type { Catalogue } from "./node-type.ts";
import type { Problem } from "./problem.ts";

/** What a check may know of a connection of the organisation. */
export interface KnownConnection {
  id: string;
  connector: string;
  environment: string;
  /** `connected`, or the reason why it is not. */
  state: string;
}

export interface FlowSurroundings {
  catalogue: Catalogue;
  connections: readonly KnownConnection[];
  /** What the reference engine says of a text: null where it parses. `position` counts characters from 0. */
  checkExpression(text: string): { message: string; position: number } | null;
}

/**
 * Everything that is wrong with a flow, as data. Errors block publishing; warnings are listed and let it pass. Runs in
 * the browser after every edit and on the server before a version is made. A disabled node is not asked for settings.
 */
export function checkFlow(document: FlowDocument, surroundings: FlowSurroundings): Problem[] {
  return [
    ...checkShape(document, surroundings.catalogue),
    ...document.nodes.filter((node) => !node.disabled).flatMap((node) => checkSettings(document, node, surroundings)),
    ...checkExpressions(document, surroundings),
  ].toSorted(bySeverity);
}

const bySeverity = (a: Problem, b: Problem): number => rank(a) - rank(b);
const rank = (problem: Problem): number => (problem.severity === "error" ? 0 : 1);
